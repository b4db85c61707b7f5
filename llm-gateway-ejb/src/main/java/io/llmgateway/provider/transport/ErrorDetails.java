package io.llmgateway.provider.transport;

import static io.llmgateway.provider.transport.JsonText.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code details} of a Google error, which say what its code leaves open (<a
 * href="https://cloud.google.com/apis/design/errors#error_details">error details</a>): ErrorInfo
 * its reason, QuotaFailure which quota is used up, RetryInfo when to come back.
 */
final class ErrorDetails {
  private ErrorDetails() {}

  /**
   * @param error the error object
   * @return the reason, and the quotas that are used up; never null
   */
  static List<String> codes(JsonObject error) {
    List<String> codes = new ArrayList<>(0);
    for (JsonObject detail : of(error, "details")) {
      add(codes, text(detail, "reason"));
      for (JsonObject violation : of(detail, "violations")) {
        add(codes, text(violation, "quotaId"));
      }
    }
    return codes;
  }

  /**
   * @return null when nothing is said of it
   */
  static Duration retryDelay(JsonObject error) {
    for (JsonObject detail : of(error, "details")) {
      if (detail.containsKey("retryDelay")) {
        return RetryAfter.ofText(text(detail, "retryDelay"));
      }
    }
    return null;
  }

  private static void add(List<String> codes, String code) {
    if (code != null) {
      codes.add(code);
    }
  }

  private static List<JsonObject> of(JsonObject holder, String name) {
    List<JsonObject> objects = new ArrayList<>(0);
    if (holder.get(name) instanceof JsonArray list) {
      for (JsonValue value : list) {
        if (value instanceof JsonObject object) {
          objects.add(object);
        }
      }
    }
    return objects;
  }
}
