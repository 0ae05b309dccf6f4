"""Rasa component: intent (act or kind) and ranked categories, from ``bot.reading.matter``."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.importer import CATEGORY
from bot.reading import linear, matter
from bot.reading.matter import MatterModel, Sentence

FILE = "matter.model"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MatterClassifier(GraphComponent, IntentClassifier):
    """Kind is the intent; the category is its response key (``complain/construction_noise``).

    Adds to the parse result: ``intent``, ``intent_ranking`` and ``categories`` ([{code, p}], most probable first).
    """

    def __init__(self, storage: ModelStorage, resource: Resource, model: MatterModel | None = None) -> None:
        """Rasa calls ``create`` and ``load``."""
        self._storage, self._resource, self._model = storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MatterClassifier:
        """An untrained component."""
        return cls(model_storage, resource)

    @staticmethod
    def fingerprint_addon(config: dict[str, Any]) -> str:
        """Changes when the code of the model changes, so that Rasa's cache never serves an older one."""
        code = b"".join(Path(str(module.__file__)).read_bytes() for module in (linear, matter))
        return hashlib.sha256(code).hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all intent examples and keep the model."""
        self._model = MatterModel.fit(_sentence(example) for example in training_data.intent_examples)
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_bytes(self._model.dumps())
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MatterClassifier:
        """The trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, MatterModel.loads((folder / FILE).read_bytes()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Read the messages."""
        if self._model is None:
            return messages
        for message in messages:
            read = self._model.read(message.get(TEXT) or "")
            decided = read.decide()
            message.set(INTENT, {"name": decided.label, "confidence": decided.p}, add_to_output=True)
            ranking = [{"name": r.label, "confidence": r.p} for r in read.intents[:10]]
            message.set("intent_ranking", ranking, add_to_output=True)
            kind = read.kind()
            message.set("kind", {"name": kind.label, "p": kind.p}, add_to_output=True)
            message.set("categories", [{"code": r.label, "p": r.p} for r in read.categories], add_to_output=True)
        return messages


def _sentence(example: Message) -> Sentence:
    return Sentence(example.get(TEXT), example.get(INTENT), example.get(CATEGORY))
