package io.llmgateway.chat;

/**
 * What became of one attempt at a provider. Each attempt ends in exactly one; retry, fallback,
 * breaker and billing read only this.
 */
public enum Outcome {
  /** A complete answer. */
  OK,
  /** The credential was refused. */
  AUTH,
  /** The credential is fine, the resource is not allowed. */
  PERM,
  /** The provider account has no money left; pointless to retry with the same key. */
  QUOTA,
  /** Too many requests or tokens for now. */
  RATE,
  /** The provider has no capacity. */
  OVERLOAD,
  /** Refused by a content policy. */
  FILTER,
  /** The provider says that the request is wrong. */
  BADREQ,
  /** The provider does not know the model or the path. */
  NOTFOUND,
  /** The prompt is longer than the model's context. */
  TOOLONG,
  /** Connecting, the first token, a pause or the whole took too long. */
  TIMEOUT,
  /** A failure on the provider's side. */
  SERVER,
  /** The provider could not be reached, or the connection broke before an answer began. */
  CONNECT,
  /** An answer that is not what the protocol promises: HTML, truncated JSON, no choices. */
  INVALID,
  /** The answer began and broke off. */
  CUT,
  /** The client went away, and the attempt was cancelled. */
  CANCELLED
}
