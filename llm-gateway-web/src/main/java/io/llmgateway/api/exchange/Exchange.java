package io.llmgateway.api.exchange;

import io.llmgateway.admission.Caller;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.ledger.idempotency.Claim;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What belongs to one HTTP request from its arrival on; travels with it as an attribute. Handed
 * from thread to thread, never shared.
 */
public final class Exchange implements AutoCloseable {
  private static final String ATTRIBUTE = Exchange.class.getName();

  private final Call call;
  private final AccessEntry access;
  private final Cancellation client;
  private Caller caller;
  private String model;
  private Claim claim;
  private boolean detached;
  private BodyMemory.Share memory;
  private Runnable whenStreamed = () -> {};

  /**
   * @param client fires when the client goes away; the call's own cancellation, unless the call
   *     runs on without its client
   */
  Exchange(Call call, AccessEntry access, Cancellation client) {
    this.call = call;
    this.access = access;
    this.client = client;
    this.claim = Claim.none(call);
  }

  public static Exchange of(HttpServletRequest http) {
    return (Exchange) http.getAttribute(ATTRIBUTE);
  }

  /**
   * @return the room for the request's body, or null when it is not counted
   */
  static BodyMemory.Share memoryOf(HttpServletRequest http) {
    Exchange exchange = of(http);
    return exchange == null ? null : exchange.memory;
  }

  /** Its body takes room of this, which is given back at the end of the exchange. */
  void takesMemory(BodyMemory.Share share) {
    memory = share;
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
   * @return fires when the client goes away
   */
  public Cancellation client() {
    return client;
  }

  /**
   * @return whether the call goes on to its end when its client has gone: under an Idempotency-Key,
   *     because the client may ask again for what it pays for
   */
  boolean runsOn() {
    return client != call.cancellation();
  }

  /**
   * @return what this request has got under its Idempotency-Key
   */
  public Claim claim() {
    return claim;
  }

  /** Takes a claim, which is closed at the end of the exchange. */
  public Claim take(Claim taken) {
    claim = taken;
    if (taken.replayed()) {
      access.replayed();
    }
    return taken;
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

  /**
   * @return the model that is asked for, or null before the request has been read
   */
  String model() {
    return model;
  }

  /** Says what is to be done when the answer turns out to be wanted as a stream. */
  void whenStreamed(Runnable action) {
    whenStreamed = action;
  }

  /** The request has been read. */
  public void requested(String publicModel, boolean stream) {
    model = publicModel;
    access.requested(publicModel, stream);
    if (stream) {
      whenStreamed.run();
    }
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

  /** Ends what the exchange has begun; the answer has been written, or never will be. */
  @Override
  public void close() {
    if (memory != null) {
      memory.close();
    }
    claim.close();
  }
}
