package io.llmgateway.it.vendor;

import io.llmgateway.it.simulator.Doc;
import java.util.List;

/**
 * A request as a vendor's simulator has understood it.
 *
 * @param messages without the system's
 * @param system its words, or an empty text
 * @param tools the names of the functions that are offered
 * @param firstSchema the parameters of the first function
 * @param structured whether JSON is asked for
 * @param thinks whether thinking is asked for
 */
record Ask(
    List<Message> messages,
    String system,
    List<String> tools,
    Doc firstSchema,
    boolean structured,
    boolean thinks,
    boolean stream) {

  /**
   * One message.
   *
   * @param calls of an assistant
   * @param callId of a tool's result, or null
   */
  record Message(String role, String text, List<Call> calls, String callId) {
    static Message said(String role, String text) {
      return new Message(role, text, List.of(), null);
    }

    static Message result(String callId, String text) {
      return new Message("tool", text, List.of(), callId);
    }
  }

  /**
   * A call of a function.
   *
   * @param id the vendor's, or null where it has none
   * @param arguments as a document
   */
  record Call(String id, String name, Doc arguments) {}

  /** A request that the vendor refuses, with the vendor's own words. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  static void require(boolean holds, String why) {
    if (!holds) {
      throw new Refused(why);
    }
  }
}
