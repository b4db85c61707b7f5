package io.llmgateway.admin;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.ledger.Booked;
import jakarta.ws.rs.core.Response;

/** Answers a booking with its entry. */
final class EntryAnswer {
  private EntryAnswer() {}

  /** 201 for an entry that is new, 200 for one that was booked before. */
  static Response booked(Booked booked) {
    JsonBytes out = new JsonBytes(512);
    EntryColumns.json(booked.entry(), out);
    return ListAnswer.json(
        Response.status(booked.first() ? Response.Status.CREATED : Response.Status.OK), out);
  }
}
