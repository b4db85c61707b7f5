package io.llmgateway.api.exchange;

import io.llmgateway.admission.Caller;
import io.llmgateway.chat.Call;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What belongs to one HTTP request from its arrival on; travels with it as an attribute. Handed
 * from thread to thread, never shared.
 */
public final class Exchange {
  private static final String ATTRIBUTE = Exchange.class.getName();

  private final Call call;
  private final AccessEntry access;
  private Caller caller;
  private boolean detached;

  Exchange(Call call, AccessEntry access) {
    this.call = call;
    this.access = access;
  }

  public static Exchange of(HttpServletRequest http) {
    return (Exchange) http.getAttribute(ATTRIBUTE);
  }

  void attachTo(HttpServletRequest http) {
    http.setAttribute(ATTRIBUTE, this);
  }

  public Call call() {
    return call;
  }

  public AccessEntry access() {
    return access;
  }

  /**
   * @return who is calling, or null before that is known
   */
  public Caller caller() {
    return caller;
  }

  public void identify(Caller known) {
    caller = known;
    access.caller(known.key());
  }

  /** Another thread answers from here on, and writes the access log. */
  void detach() {
    detached = true;
  }

  /** Nobody else answers after all. */
  void attach() {
    detached = false;
  }

  boolean detached() {
    return detached;
  }
}
