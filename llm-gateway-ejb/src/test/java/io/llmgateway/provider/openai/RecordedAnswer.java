package io.llmgateway.provider.openai;

import java.nio.charset.StandardCharsets;

/**
 * Answers in the manner of real providers, shortened. In the texts an apostrophe stands for a
 * quote.
 */
enum RecordedAnswer {
  /** OpenAI: role first, usage in a chunk of its own. */
  TEXT(
      1,
      """
      data: {'id':'c','object':'chat.completion.chunk','created':1,'model':'m','choices':[{'index':0,'delta':{'role':'assistant','content':''},'finish_reason':null}],'usage':null}

      data: {'id':'c','choices':[{'index':0,'delta':{'content':'Grüße, 世界 '},'finish_reason':null}]}

      data: {'id':'c','choices':[{'index':0,'delta':{'content':'😀 and so on.'},'finish_reason':null}]}

      data: {'id':'c','choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}

      data: {'id':'c','choices':[],'usage':{'prompt_tokens':5,'completion_tokens':7,'total_tokens':12}}

      data: [DONE]

      """),
  /** DeepSeek: comments while it waits, reasoning before the answer, usage with the finish. */
  REASONING(
      1,
      """
      : keep-alive

      : keep-alive

      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'role':'assistant','content':null,'reasoning_content':'Let me '}}]}

      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'content':null,'reasoning_content':'think.'}}]}

      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'content':'Forty-','reasoning_content':null}}]}

      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'content':'two'}}]}

      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'content':''},'finish_reason':'stop'}],'usage':{'prompt_tokens':5,'completion_tokens':9,'total_tokens':14,'prompt_cache_hit_tokens':0}}

      data: [DONE]

      """),
  /** Two parallel calls, their arguments in pieces. */
  TOOL_CALLS(
      1,
      """
      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'role':'assistant','content':null,'tool_calls':[{'index':0,'id':'call_a','type':'function','function':{'name':'weather','arguments':''}}]}}]}

      data: {'id':'c','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{\\'city\\':'}}]}}]}

      data: {'id':'c','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'\\'Köln\\'}'}}]}}]}

      data: {'id':'c','choices':[{'index':0,'delta':{'tool_calls':[{'index':1,'id':'call_b','type':'function','function':{'name':'time','arguments':'{}'}}]}}]}

      data: {'id':'c','choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]}

      data: {'id':'c','choices':[],'usage':{'prompt_tokens':5,'completion_tokens':20,'total_tokens':25}}

      data: [DONE]

      """),
  /** Two choices, the second after the first is finished. */
  TWO_CHOICES(
      2,
      """
      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'content':'one'}}]}

      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}

      data: {'id':'c','model':'m','choices':[{'index':1,'delta':{'content':'two'}}]}

      data: {'id':'c','model':'m','choices':[{'index':1,'delta':{},'finish_reason':'length'}]}

      data: [DONE]

      """),
  /** Qianfan: each chunk is finished "normal", the usage comes last. */
  ALWAYS_NORMAL(
      1,
      """
      data: {'id':'as-1','model':'m','choices':[{'index':0,'delta':{'content':'eins '},'finish_reason':'normal','flag':0}]}

      data: {'id':'as-1','model':'m','choices':[{'index':0,'delta':{'content':'zwei '},'finish_reason':'normal','flag':0}]}

      data: {'id':'as-1','model':'m','choices':[{'index':0,'delta':{'content':'drei'},'finish_reason':'normal','flag':0}],'usage':{'prompt_tokens':2,'completion_tokens':3,'total_tokens':5}}

      data: [DONE]

      """),
  /** Spark: no space after the colon, no finish reason, usage with the last text. */
  WITHOUT_FINISH(
      1,
      """
      data:{'code':0,'message':'Success','sid':'s','choices':[{'delta':{'role':'assistant','content':'Hello '},'index':0}]}

      data:{'code':0,'message':'Success','sid':'s','choices':[{'delta':{'role':'assistant','content':'world'},'index':0}],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}

      data:[DONE]

      """),
  /** MiniMax: the whole message once more after its parts. */
  WHOLE_ONCE_MORE(
      1,
      """
      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'role':'assistant','name':'MiniMax AI','content':'Guten '}}],'usage':null}

      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'role':'assistant','content':'Tag'},'finish_reason':'stop'}]}

      data: {'id':'c','object':'chat.completion','model':'m','choices':[{'index':0,'finish_reason':'stop','message':{'role':'assistant','content':'Guten Tag'}}],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3},'base_resp':{'status_code':0,'status_msg':''}}

      data: [DONE]

      """),
  /** Gemini's compatible endpoint and others: usage in each chunk, no [DONE]. */
  WITHOUT_DONE(
      1,
      """
      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'content':'Alpha '}}],'usage':{'prompt_tokens':2,'completion_tokens':1,'total_tokens':3}}

      data: {'id':'c','model':'m','choices':[{'index':0,'delta':{'content':'omega'},'finish_reason':'stop'}],'usage':{'prompt_tokens':2,'completion_tokens':2,'total_tokens':4}}

      """),
  /** One document. */
  JSON(
      1,
      """
      {'id':'c','object':'chat.completion','created':1,'model':'m','choices':[{'index':0,'message':{'role':'assistant','content':'Grüße 😀','reasoning_content':'hm','tool_calls':[{'id':'call_a','type':'function','function':{'name':'f','arguments':'{\\'a\\':1}'}}]},'finish_reason':'tool_calls'}],'usage':{'prompt_tokens':5,'completion_tokens':7,'total_tokens':12}}"""),
  /** Blank lines while the request waits, then one document of two choices. */
  LATE_JSON(
      2,
      """



      {'id':'c','object':'chat.completion','model':'m','choices':[{'index':0,'message':{'content':'one'},'finish_reason':'stop'},{'index':1,'message':{'content':'two'},'finish_reason':'stop'}]}""");

  private final int choices;
  private final String text;

  RecordedAnswer(int choices, String text) {
    this.choices = choices;
    this.text = text.replace("\\'", "\\\"").replace('\'', '"');
  }

  /**
   * @return how many were asked for
   */
  int choices() {
    return choices;
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** With the line ends of Windows. */
  byte[] crlf() {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
