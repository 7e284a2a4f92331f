"""Files as farms' and buyers' systems export them, each made from a truth that is kept beside it as the answer."""
