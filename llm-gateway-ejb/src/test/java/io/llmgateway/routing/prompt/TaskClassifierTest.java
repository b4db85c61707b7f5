package io.llmgateway.routing.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskClassifierTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chat | en | Hello, how are you?
          chat | en | Write a short poem about autumn.
          chat | en | What are good places to visit in Java, Indonesia?
          chat | en | Is a python dangerous for a dog?
          chat | en | Can you go over my CV and tell me what class of jobs fits?
          chat | en | The programme of the concert, please, in two sentences.
          chat | zh | 你好，请介绍一下北京的历史。
          chat | zh | 写一首关于秋天的诗
          chat | ja | おすすめの本を教えてください
          chat | ko | 오늘 저녁에 무엇을 먹을까요?
          chat | other | Расскажи мне сказку
          chat | en | Wie geht es dir heute?
          code | en | Write a Python function that reverses a list.
          code | en | Why does this throw? java.lang.NullPointerException: name is null
          code | en | Please refactor: def add(a, b): return a + b
          code | en | Explain ```for i in range(3): print(i)```
          code | en | select name from users where id = 3 -- is this slow?
          code | en | Implement quicksort in Rust
          code | en | Review this code and add unit tests
          code | zh | 用Python写一个爬虫脚本
          code | zh | 这段代码为什么会报错？
          code | zh | 帮我写一个函数，计算斐波那契数列
          translation | en | Translate the following into French: good morning
          translation | zh | 把这句话翻译成英文：今天天气很好
          translation | zh | “谢谢”用英语怎么说？
          reasoning | en | Prove that the square root of 2 is irrational.
          reasoning | en | What is the probability that two dice show a sum of 7?
          reasoning | en | Solve for x: 3x + 4 = 19
          reasoning | zh | 证明根号二是无理数
          reasoning | zh | 鸡兔同笼，共有35个头，94只脚，问鸡兔各几只？
          reasoning | zh | 解方程：x^2 - 5x + 6 = 0
          """)
  void tellsTheTaskAndTheLanguageByTheLastQuestion(String task, String language, String said) {
    PromptTraits prompt = said(said, 100);
    assertEquals(task, prompt.task().written());
    assertEquals(language, prompt.language().code());
  }

  @Test
  void looksAtTheLastThingTheUserSaid() {
    PromptTraits prompt =
        traits(
            "{'messages':[{'role':'user','content':'Write a Python function'},"
                + "{'role':'assistant','content':'def f(): pass'},"
                + "{'role':'user','content':[{'type':'text','text':'谢谢你'}]}]}",
            100);
    assertEquals(TaskType.CHAT, prompt.task());
    assertEquals(Language.CHINESE, prompt.language());
  }

  @Test
  void putsWhatTheRequestNeedsBeforeItsWords() {
    String code = "{'role':'user','content':'Write a Python function'}";
    String picture = "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:'}}]}";
    assertEquals(
        TaskType.TOOLS,
        traits("{'tools':[{'type':'function'}],'messages':[" + code + "]}", 9).task());
    assertEquals(
        TaskType.VISION,
        traits("{'tools':[{'type':'function'}],'messages':[" + picture + "]}", 9).task());
    assertEquals(
        TaskType.STRUCTURED,
        traits("{'response_format':{'type':'json_schema'},'messages':[" + code + "]}", 9).task());
    assertEquals(TaskType.LONG, said("Sum this up", 32_001).task());
    assertEquals(TaskType.CHAT, said("Sum this up", 32_000).task());
  }

  @Test
  void namesWhatTheModelMustBeAbleToDo() {
    PromptTraits prompt =
        traits(
            "{'tools':[{'type':'function'}],'response_format':{'type':'json_object'},"
                + "'messages':[{'role':'user','content':"
                + "[{'type':'image_url','image_url':{'url':'data:'}}]}]}",
            9);
    assertEquals(Set.of("tools", "json_mode", "vision"), prompt.capabilities());
    assertTrue(said("hello", 9).capabilities().isEmpty());
  }

  @Test
  void staysWithBoundedWorkOnHostileText() {
    PromptTraits prompt = said("select ".repeat(200_000) + "x", 20);
    assertEquals(TaskType.CHAT, prompt.task());
    assertEquals(4_000, prompt.question().length());
  }

  private static PromptTraits said(String text, long tokens) {
    JsonObject body =
        Json.createObjectBuilder()
            .add(
                "messages",
                Json.createArrayBuilder()
                    .add(Json.createObjectBuilder().add("role", "user").add("content", text)))
            .build();
    return new PromptTraits(body, tokens, 0, false);
  }

  private static PromptTraits traits(String json, long tokens) {
    JsonObject body = Json.createReader(new StringReader(json.replace('\'', '"'))).readObject();
    return new PromptTraits(body, tokens, 0, false);
  }
}
