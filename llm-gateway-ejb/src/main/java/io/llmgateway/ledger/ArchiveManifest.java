package io.llmgateway.ledger;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The document that lies beside the files of an archive; docs/retention.md describes it. */
final class ArchiveManifest {
  private static final String FORMAT = "llm-gateway usage archive 1";

  private ArchiveManifest() {}

  static byte[] text(
      Month month, Instant writtenAt, ArchiveTally.Result tally, List<ArchiveFile> files) {
    JsonObjectBuilder manifest =
        Json.createObjectBuilder()
            .add("format", FORMAT)
            .add("month", month.toString())
            .add("written_at", writtenAt.toString())
            .add("records", tally.records());
    if (tally.records() > 0) {
      manifest.add("first_id", tally.firstId()).add("last_id", tally.lastId());
    }
    manifest
        .add("records_hash", tally.hash())
        .add("files", files(files))
        .add("chains", chains(tally.chains()))
        .add("charges", charges(tally.charges()))
        .add("costs", costs(tally.costs()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonWriter writer =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
            .createWriter(out, StandardCharsets.UTF_8)) {
      writer.writeObject(manifest.build());
    }
    return out.toByteArray();
  }

  private static JsonArrayBuilder files(List<ArchiveFile> files) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    files.forEach(
        file ->
            array.add(
                Json.createObjectBuilder()
                    .add("name", file.name())
                    .add("sha256", file.hash())
                    .add("bytes", file.bytes())
                    .add("records", file.records())
                    .add("first_id", file.firstId())
                    .add("last_id", file.lastId())));
    return array;
  }

  private static JsonArrayBuilder chains(List<ArchivedChain> chains) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    chains.forEach(
        chain ->
            array.add(
                Json.createObjectBuilder()
                    .add("chain", chain.chain())
                    .add("first_block", chain.firstBlock())
                    .add("last_block", chain.lastBlock())
                    .add("records", chain.records())));
    return array;
  }

  private static JsonArrayBuilder charges(Map<List<String>, ArchiveTally.Sum> sums) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    sums.forEach(
        (of, sum) ->
            array.add(
                Json.createObjectBuilder()
                    .add("account", of.get(0))
                    .add("currency", of.get(1))
                    .add("records", sum.records())
                    .add("charge", sum.amount())
                    .add("uncollected", sum.uncollected())));
    return array;
  }

  private static JsonArrayBuilder costs(Map<List<String>, ArchiveTally.Sum> sums) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    sums.forEach(
        (of, sum) ->
            array.add(
                Json.createObjectBuilder()
                    .add("provider", of.get(0))
                    .add("currency", of.get(1))
                    .add("records", sum.records())
                    .add("cost", sum.amount())));
    return array;
  }
}
