// The story of one simulated person as text.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/replicate_number.h"
#include "results/text_layout.h"
#include "study/life.h"
#include "study/life_teller.h"

namespace resettle {

namespace {

constexpr std::size_t kIndent = 9;  ///< "2009-04" and two blanks

using Months = std::map<Month, std::vector<std::string>>;

/// What happened by month, and after it for what the person is eligible.
Months by_month(const LifeRecord& life, const std::vector<LifeEvent>& offers) {
  Months months;
  for (const auto& event : events_of(life)) months[event.month].push_back(event.sentence);
  for (const auto& event : offers) months[event.month].push_back(event.sentence);
  return months;
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const auto& sentence : sentences) text += (text.empty() ? "" : " ") + sentence;
  return text;
}

/// One line, begun by the month or by blanks where the month stands above.
std::string line(const std::string& month, const std::string& text) {
  return wrapped(text, left_aligned(month, kIndent), kIndent, kTextWidth);
}

std::vector<std::string> without(const std::vector<std::string>& all,
                                 const std::vector<std::string>& others) {
  std::vector<std::string> rest;
  for (const auto& sentence : all) {
    if (std::find(others.begin(), others.end(), sentence) == others.end()) rest.push_back(sentence);
  }
  return rest;
}

/// A month in which two lives may differ: first what both share, then each by itself.
std::string month_of_both(const LifeStory& story, Month month,
                          const std::vector<std::string>& reference,
                          const std::vector<std::string>& arm) {
  std::string text;
  std::string head = to_string(month);
  const auto add = [&](const std::string& who, const std::vector<std::string>& sentences) {
    if (sentences.empty()) return;
    text += line(head, who + joined(sentences));
    head.clear();
  };
  const auto only_reference = without(reference, arm);
  const auto only_arm = without(arm, reference);
  add("", without(reference, only_reference));
  add("In " + story.reference_name + ": ", only_reference);
  add("In " + story.arm_name + ": ", only_arm);
  return text;
}

std::string two_lives(const LifeStory& story) {
  Months reference = by_month(story.reference, story.reference_offers);
  Months arm = by_month(story.arm, story.arm_offers);
  for (const auto& entry : reference) arm.try_emplace(entry.first);
  std::string text;
  bool differ = false;
  for (const auto& [month, sentences] : arm) {
    const auto& others = reference[month];
    if (!differ && others != sentences) {
      differ = true;
      text += fmt::format("\n-- From here on the two lives differ; {} begins in {}. --\n\n",
                          story.arm_name, to_string(story.policy_start));
    }
    text += month_of_both(story, month, others, sentences);
  }
  if (!differ) {
    text += fmt::format("\nIn {} this life is the same, sentence by sentence.\n", story.arm_name);
  } else {
    text += "\n" + wrapped(
                       "After the first difference the two lives also differ by chance events that "
                       "follow from it; one pair of lives is not an effect.",
                       "", 0, kTextWidth);
  }
  return text;
}

std::string one_life(const LifeRecord& life, const std::vector<LifeEvent>& offers) {
  std::string text;
  for (const auto& [month, sentences] : by_month(life, offers)) {
    text += line(to_string(month), joined(sentences));
  }
  return text;
}

/// Every month with what can be counted.
std::string table_of(const std::string& name, const LifeRecord& life) {
  std::string text = fmt::format(
      "\nEvery month in {} (KRW; distress in SD; ties: fellow defectors / South Koreans)\n\n"
      "{:<9}{:<27}{:>11}{:>12}{:>10}{:>8}  {}\n",
      name, "month", "work", "wage", "savings", "distress", "ties", "adjustment");
  for (std::size_t m = 0; m < life.size(); ++m) {
    const Persons& rows = life.rows;
    if (!rows.in_south(m)) continue;
    text += fmt::format("{:<9}{:<27}{:>11}{:>12}{:>10.2f}{:>8}  {}\n", to_string(life.months[m]),
                        words_for(rows.labour_state[m]), number_text(rows.monthly_wage_krw[m], 0),
                        number_text(rows.assets_krw[m], 0), static_cast<double>(rows.distress[m]),
                        fmt::format("{}/{}", life.coethnic_ties[m], life.host_ties[m]),
                        words_for(rows.adjustment_type[m]));
  }
  return text;
}

std::string head_of(const LifeStory& story) {
  std::string text = fmt::format("Person {} of {}, {}\n\n", story.person,
                                 replicate_name(story.replicate), story.title);
  text += wrapped(
              "This is a simulated person, composed from statistics and chance; it is no real one "
              "and tells of none. Types of adjustment are states of the relation between a person "
              "and society, not of the person.",
              "", 0, kTextWidth) +
          "\n";
  text +=
      wrapped(story.person_checked
                  ? "Simulated again; every recorded month of this life is as in the study file."
                  : "Simulated again; this replicate keeps no single lives, but everybody's "
                    "changes of type together are as in the study file.",
              "", 0, kTextWidth) +
      "\n";
  return text;
}

}  // namespace

std::string life_text(const LifeStory& story, bool every_month) {
  std::string text = head_of(story);
  const bool two = !story.arm_name.empty();
  if (story.reference.size() == 0) text += "This person lived no month of the record.\n";
  text += two ? two_lives(story) : one_life(story.reference, story.reference_offers);
  if (every_month) {
    text += table_of(story.reference_name, story.reference);
    if (two) text += table_of(story.arm_name, story.arm);
  }
  return text;
}

}  // namespace resettle
