package io.llmgateway.it.rooms.offence.ledger;

import io.llmgateway.it.rooms.offence.chat.Talker;

public record Price(double inFloatingPoint, Talker closesCycle) {}
