package io.llmgateway.it.vendor;

import static io.llmgateway.it.vendor.Json.object;

import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Script;
import io.llmgateway.it.simulator.Simulator;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** The Messages API at AWS: signed requests, the model in the path, binary frames. */
final class BedrockVendor extends AnthropicVendor {
  @Override
  public String provider() {
    return "bedrock-anthropic";
  }

  @Override
  public String model() {
    return "anthropic.claude-sonnet-4-5-20250929-v1:0";
  }

  @Override
  public String key() {
    return "AKIDEXAMPLE:wJalrXUtnFEMI";
  }

  @Override
  public Map<String, String> settings(Simulator simulator) {
    return Map.of("region", "eu-west-1");
  }

  @Override
  public Script answer(Exchange request) {
    if (!Signatures.sigV4(request, "eu-west-1", "bedrock", key())) {
      return fault(403, "InvalidSignatureException", "The request signature does not match");
    }
    boolean known = request.path().contains("/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/");
    boolean versioned =
        "bedrock-2023-05-31".equals(request.json().at("anthropic_version").text())
            && !request.json().has("model")
            && !request.json().has("stream");
    return known && versioned
        ? said(request)
        : fault(400, "ValidationException", "model or version: " + request.path());
  }

  @Override
  boolean stream(Exchange request) {
    return request.path().endsWith("/invoke-with-response-stream");
  }

  @Override
  Script stream(List<String> events) {
    Script script = Script.status(200).chunked("application/vnd.amazon.eventstream");
    for (String event : events) {
      String bytes = Base64.getEncoder().encodeToString(event.getBytes(StandardCharsets.UTF_8));
      script.bytes(frame("{\"bytes\":\"" + bytes + "\",\"p\":\"abc\"}"));
    }
    return script;
  }

  @Override
  Script fault(String fault) {
    return switch (fault) {
      case "AUTH" ->
          fault(403, "UnrecognizedClientException", "The security token included is invalid.");
      case "RATE" -> fault(429, "ThrottlingException", "Too many requests, please wait");
      default -> fault(400, "ValidationException", "Input is too long for requested model.");
    };
  }

  /** AWS has no accounts that are paid in advance. */
  @Override
  public boolean hasQuota() {
    return false;
  }

  @Override
  Script fault(int status, String type, String message) {
    return Script.status(status)
        .header("x-amzn-ErrorType", type)
        .json(Json.text(object("message", message, "__type", type)));
  }

  /** One message of AWS's event stream, with its two checksums. */
  private static byte[] frame(String payload) {
    try {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(head);
      for (String[] header :
          new String[][] {{":message-type", "event"}, {":event-type", "chunk"}}) {
        out.writeByte(header[0].length());
        out.writeBytes(header[0]);
        out.writeByte(7);
        out.writeUTF(header[1]);
      }
      byte[] body = payload.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      out = new DataOutputStream(all);
      out.writeInt(head.size() + body.length + 16);
      out.writeInt(head.size());
      out.writeInt(checksum(all.toByteArray()));
      out.write(head.toByteArray());
      out.write(body);
      out.writeInt(checksum(all.toByteArray()));
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }
}
