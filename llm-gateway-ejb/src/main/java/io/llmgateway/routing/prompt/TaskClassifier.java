package io.llmgateway.routing.prompt;

import java.util.regex.Pattern;

/**
 * Tells the kind of a task by rules: what the request needs of the model first, then its length,
 * then the words of the last thing the user said. A rule that errs costs a less fitting model, not
 * a wrong answer, so the rules are few and cheap.
 */
final class TaskClassifier {
  /** Prompts of more tokens than this are long. */
  static final long LONG_PROMPT = 32_000;

  private static final int ANY_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private static final Pattern CODE =
      Pattern.compile(
          "```"
              + "|^\\s*(def|fn|func|class|interface|import|package|from|const|let|var|public|private"
              + "|static|#include|using namespace|return|if\\s*\\(|for\\s*\\(|while\\s*\\()\\b.*[:;{(]"
              + "|^\\s*at [\\w.$]+\\([\\w.]+:\\d+\\)"
              + "|Traceback \\(most recent call last\\)"
              + "|\\b\\w*(Exception|Error): "
              + "|\\bselect\\b.{1,200}\\bfrom\\b.{1,200}(\\bwhere\\b|\\bjoin\\b|\\bgroup by\\b|;)"
              + "|\\b(source code|write code|code review|this code|the code|unit tests?|refactor"
              + "|stack ?trace|compiler|compile|debug|regex|regular expression|sql query|sql"
              + "|segfault|null ?pointer|api endpoint|dockerfile|makefile|shell script"
              + "|bash script|one-liner|git rebase|merge conflict)\\b"
              + "|\\b(python|javascript|typescript|java|kotlin|golang|rust|c\\+\\+|c#|php|ruby"
              + "|swift|bash|html|css|react|vue|spring boot|node\\.js)\\b.{0,60}"
              + "\\b(function|program|script|class|code|method|library|app|module|loop|component"
              + "|snippet|implementation)\\b"
              + "|\\b(function|program|script|class|code|method|implement|snippet|component)\\b"
              + ".{0,60}\\b(python|javascript|typescript|java|kotlin|golang|go|rust|c|php|ruby"
              + "|swift|bash|html|css|react|vue)\\b"
              + "|代码|编程|函数|报错|脚本|正则|单元测试|重构|编译|调试|程序|爬虫|源码|接口实现|堆栈",
          ANY_CASE | Pattern.MULTILINE);

  private static final Pattern TRANSLATION =
      Pattern.compile(
          "\\btranslat(e|es|ed|ing|ion)\\b"
              + "|\\b(in|into) (english|chinese|french|german|japanese|korean|spanish)\\b *[:：]"
              + "|翻译|译成|译为|翻成|用(英文|英语|日语|法语|中文)(怎么)?(说|表达)",
          ANY_CASE);

  private static final Pattern REASONING =
      Pattern.compile(
          "\\b(prove|proof|theorem|lemma|integral|derivative|equation|probability that"
              + "|step by step|puzzle|riddle|solve for|how many ways|combinatorics|modulo)\\b"
              + "|\\d\\s*[+*/^×÷]\\s*\\(?\\d+.*=\\s*\\?"
              + "|\\\\(frac|int|sum|sqrt)\\b"
              + "|证明|方程|求解|积分|导数|概率|数学题|应用题|推理|逐步|奥数|几何|鸡兔同笼",
          ANY_CASE);

  private TaskClassifier() {}

  static TaskType classify(PromptTraits prompt) {
    if (prompt.images()) {
      return TaskType.VISION;
    }
    if (prompt.tools()) {
      return TaskType.TOOLS;
    }
    if (prompt.jsonSchema()) {
      return TaskType.STRUCTURED;
    }
    if (prompt.inputTokens() > LONG_PROMPT) {
      return TaskType.LONG;
    }
    return classify(prompt.question());
  }

  private static TaskType classify(String question) {
    if (TRANSLATION.matcher(question).find()) {
      return TaskType.TRANSLATION;
    }
    if (CODE.matcher(question).find()) {
      return TaskType.CODE;
    }
    return REASONING.matcher(question).find() ? TaskType.REASONING : TaskType.CHAT;
  }
}
