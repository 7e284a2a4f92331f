// Keyboard through a queue: j and k go to the next and the one before, Enter opens it. Without script, Tab does the same.
// They act where the queue or its frame has the focus, and nowhere else: whoever speaks or types elsewhere starts nothing.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const step = { j: 1, k: -1 }[event.key];
  if (step === undefined) return;
  const stops = [...(event.target.closest("[data-queue], .scroll")?.querySelectorAll("a[data-stop]") ?? [])];
  if (stops.length === 0) return;
  const at = stops.indexOf(document.activeElement);
  const next = at === -1 ? (step > 0 ? 0 : stops.length - 1) : Math.min(Math.max(at + step, 0), stops.length - 1);
  stops[next].focus();
  event.preventDefault();
});
