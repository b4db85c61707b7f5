package io.llmgateway;

import io.llmgateway.provider.Providers;
import io.llmgateway.provider.anthropic.AnthropicWire;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.dashscope.DashScopeWire;
import io.llmgateway.provider.demo.DemoWire;
import io.llmgateway.provider.gemini.GeminiWire;
import io.llmgateway.provider.hunyuan.HunyuanWire;
import io.llmgateway.provider.ollama.OllamaWire;
import io.llmgateway.provider.openai.OpenAiWire;
import io.llmgateway.provider.sensenova.SenseNovaWire;
import io.llmgateway.provider.spark.SparkWire;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wenxin.WenxinWire;
import java.time.Clock;
import java.util.List;

/** Every wire that the gateway speaks. */
final class Wires {
  private Wires() {}

  /** All of them over one client and with one store of tokens. */
  static Providers all(UpstreamClient client, Clock clock) {
    Authenticators authenticators = new Authenticators(client, clock);
    return new Providers(
        List.of(
            new OpenAiWire(client, authenticators),
            new AnthropicWire(client, authenticators),
            new GeminiWire(client, authenticators),
            new DashScopeWire(client, authenticators),
            new HunyuanWire(client, authenticators),
            new WenxinWire(client, authenticators),
            new SenseNovaWire(client, authenticators),
            new SparkWire(client, authenticators),
            new OllamaWire(client, authenticators),
            new DemoWire()));
  }
}
