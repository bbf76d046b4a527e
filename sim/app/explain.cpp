#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/commands.h"
#include "app/examples.h"
#include "app/standard_output.h"
#include "model/month.h"
#include "study/explain_model.h"

namespace resettle {

namespace {

/// Text broken into lines of at most 96 columns, continued under its first word.
std::string wrapped(const std::string& head, const std::string& text) {
  constexpr std::size_t kWidth = 96;
  std::string out = head;
  std::size_t column = head.size();
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (column + word.size() + 1 > kWidth) {
      out += "\n" + std::string(head.size(), ' ');
      column = head.size();
    }
    out += (column == head.size() ? "" : " ") + word;
    column += word.size() + 1;
    begin = end + 1;
  }
  return out + "\n";
}

void print_list(const char* head, const std::vector<std::string>& items) {
  if (!items.empty()) print_text("{}", wrapped(head, fmt::format("{}", fmt::join(items, ", "))));
}

void print_entry(const Process& process) {
  const Description& about = process.description();
  print_text("{}", wrapped(fmt::format("   {}: ", about.name), about.meaning));
  print_list("      reads    ", about.reads);
  print_list("      writes   ", about.writes);
  std::vector<std::string> decisions;
  for (const auto& decision : about.decisions) decisions.emplace_back(decision.name);
  if (!decisions.empty()) {
    print_text("{}", wrapped("      decides  ", fmt::format("{}", fmt::join(decisions, "; "))));
  }
  std::vector<std::string> borrowed_paths;
  for (const auto& [spec, is_borrowed] : process.parameters()) {
    if (is_borrowed) borrowed_paths.push_back(spec.path);
  }
  print_list("      borrows  ", borrowed_paths);
  print_text("{}", wrapped("      source   ", about.source));
}

void explain_month() {
  print_text(
      "The month, in order. Every step reads the state at the end of the one before it.\n"
      "\"decides\" are the random decisions: each is drawn by (decision, person, month), so a "
      "policy\n"
      "changes nobody else's luck. \"borrows\" are parameters that another process owns.\n\n"
      " 1 inputs and dated parameters take the values of the month\n");
  int step = 1;
  for (const auto& entry : the_month()) {
    if (entry.step != step) {
      step = entry.step;
      print_text("\n{:2} {}\n", step, entry.title);
    }
    print_entry(*entry.process);
  }
}

void explain_model(const std::string& wanted) {
  const Scenario baseline = read_scenario(baseline_file(), parameter_catalogue());
  const auto names = wanted.empty() ? model_block_names() : std::vector<std::string>{wanted};
  for (const auto& name : names) {
    if (wanted.empty()) print_text("# {}\n\n", name);
    print_text("{}\n", model_block(name, baseline).markdown);
  }
}

}  // namespace

void add_explain(CLI::App& app) {
  auto* command = app.add_subcommand("explain", "Explain the model");
  command->require_subcommand(1);
  auto* month = command->add_subcommand(
      "month", "The order of the month: who reads and writes what, which random decisions");
  month->callback(explain_month);
  auto* model = command->add_subcommand(
      "model", "States, schedule, decisions, parameters, ledger and indicators as Markdown");
  auto block = std::make_shared<std::string>();
  model->add_option("--block", *block,
                    fmt::format("one of {} (default: all)", fmt::join(model_block_names(), ", ")));
  model->callback([block] { explain_model(*block); });
  command->footer(examples({"explain month", "explain model --block decisions"}));
}

}  // namespace resettle
