package io.llmgateway.it.rooms.offence.ledger;

public record PriceManager(String name) {}
