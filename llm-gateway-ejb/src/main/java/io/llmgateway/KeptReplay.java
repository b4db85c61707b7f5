package io.llmgateway;

import io.llmgateway.admission.RateLimitState;
import io.llmgateway.chat.ChatEvent;

/** An answer out of the cache, which has been booked, event by event as it was given first. */
final class KeptReplay implements Answer {
  private final ReplayedAnswer events;
  private final RateLimitState limits;
  private final CacheUse use;
  private final RequestTimer timer;

  KeptReplay(String document, RateLimitState limits, CacheUse use, RequestTimer timer) {
    this.events = ReplayedAnswer.of(document);
    this.limits = limits;
    this.use = use;
    this.timer = timer;
    timer.firstToken();
  }

  @Override
  public String channel() {
    return events.channel();
  }

  @Override
  public String upstreamModel() {
    return events.upstreamModel();
  }

  @Override
  public int attempts() {
    return 0;
  }

  @Override
  public RateLimitState rateLimits() {
    return limits;
  }

  @Override
  public CacheUse cacheUse() {
    return use;
  }

  @Override
  public ChatEvent next() {
    ChatEvent event = events.next();
    if (event == null) {
      timer.ended("ok");
    }
    return event;
  }

  @Override
  public void close() {
    timer.ended("client_gone");
  }
}
