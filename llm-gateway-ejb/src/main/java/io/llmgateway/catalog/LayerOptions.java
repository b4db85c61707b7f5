package io.llmgateway.catalog;

import java.util.Set;

/**
 * The options of a provider or a model that say what the gateway itself makes up for, whatever the
 * wire. They stand among the wire options; the wires leave them alone. The word {@code none} is as
 * if an option that holds one word were not there: a channel undoes with it what the file says.
 *
 * <pre>
 * assistant-prefix       how a given beginning of the answer is marked: prefix, partial,
 *                        continue_final_message, or plain (not at all); without it the provider
 *                        does not go on with one
 * assistant-prefix-path  chat-path of a request with such a beginning
 * tool-dialect           how a model without tools is told of them: hermes, qwen, xml, json
 * tool-arguments         what becomes of the arguments of calls: as-is; repaired (put right when
 *                        carelessly written); checked (by the tool's schema, too, and asked for
 *                        once more). Without it: repaired, and checked where tools are told in the
 *                        prompt
 * thinking               the field that turns thinking on and off: effort, type, enabled, flag,
 *                        template, or fixed (none does); without it such fields go as they come
 * thinking-default       off: who can think does so only when asked; otherwise it does
 * thinking-efforts       values of reasoning_effort that are taken: low,medium,high
 * thinking-budget        range of a budget in tokens: 100..16384
 * reasoning-tags         in-text: reasoning stands between tags in the text; begun: the same, and
 *                        the opening tag is not written
 * reasoning-history      plain reasoning of earlier answers is replayed or removed
 * json-mode              by-name: response_format json_object only when the conversation speaks of
 *                        JSON; by-name-not-thinking: and not while the model thinks
 * ask-again              never: an answer that can not be used fails at once, where otherwise the
 *                        model is asked once more
 * tokenizer              o200k: tokens are counted by OpenAI's encoding, and not learned
 * images                 inline: images by address become base64
 * answers                whole: never streamed; streamed: only streamed; streamed-when-thinking
 * </pre>
 */
public final class LayerOptions {
  public static final String ASSISTANT_PREFIX = "assistant-prefix";
  public static final String ASSISTANT_PREFIX_PATH = "assistant-prefix-path";
  public static final String TOOL_DIALECT = "tool-dialect";
  public static final String TOOL_ARGUMENTS = "tool-arguments";
  public static final String THINKING = "thinking";
  public static final String THINKING_DEFAULT = "thinking-default";
  public static final String THINKING_EFFORTS = "thinking-efforts";
  public static final String THINKING_BUDGET = "thinking-budget";
  public static final String REASONING_TAGS = "reasoning-tags";
  public static final String REASONING_HISTORY = "reasoning-history";
  public static final String JSON_MODE = "json-mode";
  public static final String ASK_AGAIN = "ask-again";
  public static final String TOKENIZER = "tokenizer";
  public static final String IMAGES = "images";
  public static final String ANSWERS = "answers";

  public static final Set<String> NAMES =
      Set.of(
          ASSISTANT_PREFIX,
          ASSISTANT_PREFIX_PATH,
          TOOL_DIALECT,
          TOOL_ARGUMENTS,
          THINKING,
          THINKING_DEFAULT,
          THINKING_EFFORTS,
          THINKING_BUDGET,
          REASONING_TAGS,
          REASONING_HISTORY,
          JSON_MODE,
          ASK_AGAIN,
          TOKENIZER,
          IMAGES,
          ANSWERS);

  private LayerOptions() {}

  /**
   * @param option maybe with the models that it is for
   */
  public static boolean has(String option) {
    return NAMES.contains(ModelOptions.name(option));
  }
}
