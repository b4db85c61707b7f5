package io.llmgateway.it.rooms.offence.moderation;

import io.llmgateway.it.rooms.offence.ledger.Price;

final class Case {
  Price neighbour;
}
