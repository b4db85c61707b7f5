package io.llmgateway.it.rooms.offence.provider.openai;

import io.llmgateway.it.rooms.offence.provider.demo.OtherWire;
import java.net.http.HttpClient;

public record Wire(OtherWire knowsAnotherWire, HttpClient ownsAClient) {}
