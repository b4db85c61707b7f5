package io.llmgateway.it.rooms.offence;

import io.llmgateway.it.rooms.offence.api.Front;

public record Gateway(Front knowsTheFront) {}
