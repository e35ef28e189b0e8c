"""Translates the SAM template to CloudFormation without an account or a network: infra/translate.py IN OUT."""

import json
import os
import sys

import yaml
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator


def main() -> None:
    source, target = sys.argv[1:3]
    # Only the partition follows from it.
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-west-1")
    with open(source, encoding="utf-8") as file:
        template = yaml.safe_load(file)
    # No managed policy is used, so there is none to look up.
    translated = Translator({}, Parser()).translate(template, {})
    with open(target, "w", encoding="utf-8") as file:
        json.dump(translated, file, indent=2, default=str)


if __name__ == "__main__":
    main()
