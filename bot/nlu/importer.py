"""Reads training data as Rasa's own importer does, with the category beside the intent instead of a retrieval intent.

Rasa expects a response text for every retrieval intent; ours are answered by actions.
"""

from __future__ import annotations

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT_RESPONSE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

CATEGORY = "category"
"""Key of the category code in an example."""


class MatterImporter(RasaFileImporter):
    """``complain/construction_noise`` becomes the intent ``complain`` with the category ``construction_noise``."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The sentences of all NLU files."""
        read = super().get_nlu_data(language)
        return TrainingData(
            [_with_category(example) for example in read.training_examples],
            read.entity_synonyms,
            read.regex_features,
            read.lookup_tables,
            read.responses,
        )


def _with_category(example: Message) -> Message:
    data = dict(example.data)
    _, _, category = (data.pop(INTENT_RESPONSE_KEY, None) or "").partition("/")
    if category:
        data[CATEGORY] = category
    return Message(data=data, output_properties=example.output_properties)
