// How one simulated person came, and with whom.

#include <array>

#include "study/life_teller.h"

namespace resettle {

namespace {

std::string counted(int count, const char* one, const char* several) {
  return fmt::format("{} {}", count, count == 1 ? one : several);
}

}  // namespace

void LifeTeller::begin() {
  searching_ = rows_.searched[0] != 0;
  ties_ = {life_.coethnic_ties[0], life_.host_ties[0]};
  if (!rows_.in_south(0)) {
    say(rows_.presence[0] == Presence::abroad ? "Lives abroad when the record begins."
                                              : "Had gone before the record begins.");
    return;
  }
  const Month arrival{rows_.arrival_month[0]};
  if (arrival == now()) {
    she_does("arrives at the age of {}{}.", rows_.age[0], background());
  } else {
    she_does("came to the South in {}{}. When the record begins {} is {} and {}.",
             to_string(arrival), background(), rows_.woman[0] != 0 ? "she" : "he", rows_.age[0],
             words_for(rows_.labour_state[0]));
  }
  // Later, a partner may have gone: only at arrival "alone" is known.
  const bool known = arrival == now() || life_.companions.count() > 0;
  if (known) she_does("{} {}.", arrival == now() ? "comes" : "came", company());
}

/// "alone", "with her partner and 2 children under 18", "with a parent and 1 other"
std::string LifeTeller::company() const {
  const Companions& with = life_.companions;
  if (with.count() == 0) return "alone";
  std::vector<std::string> who;
  if (rows_.arrival_month[0] - rows_.birth_month[0] >= 18 * 12) {
    if (with.partner) who.push_back(fmt::format("{} partner", her_own()));
    if (with.adults > 0) who.push_back(counted(with.adults, "other adult", "other adults"));
    if (with.minors > 0) who.push_back(counted(with.minors, "child under 18", "children under 18"));
  } else if (with.adults > 0) {
    who.emplace_back("a parent");
    if (with.count() > 1) who.push_back(counted(with.count() - 1, "other", "others"));
  } else {
    who.push_back(counted(with.minors, "other under 18", "others under 18"));
  }
  std::string text = "with " + who.front();
  for (std::size_t k = 1; k < who.size(); ++k) {
    text += (k + 1 == who.size() ? " and " : ", ") + who[k];
  }
  return text;
}

std::string LifeTeller::background() const {
  static constexpr std::array<std::string_view, 3> kSchooling{
      "secondary schooling or less", "a college education", "a university education"};
  std::string text = fmt::format(", a {} with {}", rows_.woman[0] != 0 ? "woman" : "man",
                                 kSchooling[rows_.northern_schooling[0]]);
  if (rows_.age[0] < 18) text = rows_.woman[0] != 0 ? ", a girl" : ", a boy";
  if (rows_.elite[0] != 0) text += ", formerly of the elite";
  if (rows_.market_trader[0] != 0) text += ", who traded on the markets of the North";
  if (rows_.ptsd[0] != 0) text += ", with PTSD";
  if (rows_.chronic_illness[0] != 0) text += ", with a chronic illness";
  if (rows_.family_left_behind[0] != 0) text += "; close family stays in the North";
  if (rows_.debt_krw[0] > 0)
    text += fmt::format("; {} owed to a broker", krw_text(rows_.debt_krw[0]));
  return text;
}

}  // namespace resettle
