"""What the OpenAPI says is what is answered: schemathesis asks a little of everything here, and long by `make`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import schemathesis
from api_client import program
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, settings
from long_schemathesis import CONFIG, allowed
from matrix import ASKS
from schemathesis.config import SchemathesisConfig

from made_web import PEOPLE, Web
from premium.web.api.errors import AT_ALL, AT_POST
from premium.web.api.openapi import openapi
