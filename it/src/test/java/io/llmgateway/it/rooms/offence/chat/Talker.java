package io.llmgateway.it.rooms.offence.chat;

import io.llmgateway.it.rooms.offence.ledger.Price;

public record Talker(Price knowsTheLedger) {}
