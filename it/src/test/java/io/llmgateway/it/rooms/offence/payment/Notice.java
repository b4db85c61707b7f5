package io.llmgateway.it.rooms.offence.payment;

import io.llmgateway.it.rooms.offence.ledger.Price;

final class Notice {
  Price neighbour;
}
