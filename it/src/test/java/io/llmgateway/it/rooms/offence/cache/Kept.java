package io.llmgateway.it.rooms.offence.cache;

import io.llmgateway.it.rooms.offence.ledger.Price;

final class Kept {
  Price neighbour;
}
