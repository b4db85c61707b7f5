package io.llmgateway.bench.clients;

import java.util.concurrent.LinkedBlockingQueue;

/** Apache HttpClient 5, async, under a caller that waits and pulls as the gateway does. */
final class ApacheAsyncPull implements Contender.Blocking {
  private final ApacheAsync client;

  ApacheAsyncPull(String base) {
    client = new ApacheAsync(base);
  }

  @Override
  public int post(byte[] body) throws Exception {
    return client.post(body).get();
  }

  @Override
  public int stream(byte[] body, String path) throws InterruptedException {
    LinkedBlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
    client.stream(body, path, pieces::add);
    EventCounter counter = new EventCounter();
    for (byte[] piece = pieces.take(); piece.length > 0; piece = pieces.take()) {
      counter.add(piece, 0, piece.length);
    }
    return counter.events();
  }
}
