"""Verifies the lines of print_signatures with the Python library."""

import base64
import datetime
import json
import sys

import standardwebhooks.webhooks as library
from standardwebhooks import Webhook, WebhookVerificationError


class VectorTime(datetime.datetime):
    """The clock at the time of the test vectors."""

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(1614265330, tz)


def accepts(line, body):
    headers = {
        "webhook-id": line["id"],
        "webhook-timestamp": line["timestamp"],
        "webhook-signature": line["signature"],
    }
    library.datetime = VectorTime if line["expected"] else datetime.datetime
    try:
        Webhook(line["key"]).verify(body, headers, json_parse=False)
    except WebhookVerificationError:
        return False
    return True


def main():
    verified = 0
    failed = 0
    for text in sys.stdin:
        line = json.loads(text)
        # The library knows neither v1a nor bodies that are not UTF-8.
        if line["scheme"] != "v1" or not line["text"]:
            continue
        body = base64.b64decode(line["body_base64"])
        verified += 1
        if line["expected"] and line["signature"] != line["expected"]:
            print(f"{line['name']}: not the signature of the vector")
            failed += 1
        elif not accepts(line, body):
            print(f"{line['name']}: refused: {text}")
            failed += 1
        elif accepts(line, body + b" "):
            print(f"{line['name']}: a changed body was accepted: {text}")
            failed += 1
    print(f"Python standardwebhooks: {verified} verified, {failed} failed")
    if failed or not verified:
        sys.exit(1)


main()
