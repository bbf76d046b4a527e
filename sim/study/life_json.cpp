// One simulated life as JSON: every month in numbers, for programs that draw it.

#include <array>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/replicate_number.h"

#include "study/life.h"
#include "study/life_teller.h"

namespace resettle {

namespace {

using Json = nlohmann::ordered_json;

std::string_view code_of(LabourState state) {
  static constexpr std::array<std::string_view, 7> kCodes{
      "facility", "school", "not_employed", "training", "temporary", "regular", "self_employed"};
  return kCodes[static_cast<std::size_t>(state)];
}

/// The months in the South.
Json months_of(const LifeRecord& life) {
  Json months = Json::array();
  const Persons& rows = life.rows;
  for (std::size_t m = 0; m < life.size(); ++m) {
    if (!rows.in_south(m)) continue;
    months.push_back({{"month", to_string(life.months[m])},
                      {"adjustment_type", words_for(rows.adjustment_type[m])},
                      {"labour_state", code_of(rows.labour_state[m])},
                      {"monthly_wage_krw", rows.monthly_wage_krw[m]},
                      {"assets_krw", rows.assets_krw[m]},
                      {"distress", rows.distress[m]},
                      {"coethnic_ties", life.coethnic_ties[m]},
                      {"host_ties", life.host_ties[m]}});
  }
  return months;
}

Json person_of(const LifeRecord& life) {
  if (life.size() == 0) return nullptr;
  const Persons& rows = life.rows;
  const int arrival = rows.arrival_month[0];
  return {{"sex", rows.woman[0] != 0 ? "woman" : "man"},
          {"age_at_arrival", (arrival - rows.birth_month[0]) / 12},
          {"arrival_month", to_string(Month{arrival})}};
}

}  // namespace

std::string life_json(const LifeStory& story) {
  Json arms = Json::array();
  arms.push_back({{"arm", story.reference_name}, {"months", months_of(story.reference)}});
  if (!story.arm_name.empty()) {
    arms.push_back({{"arm", story.arm_name}, {"months", months_of(story.arm)}});
  }
  const Json life = {{"format", "resettle-life"},
                     {"format_version", 1},
                     {"study", story.title},
                     {"person", story.person},
                     {"draw", draw_of(story.replicate)},
                     {"replicate", within_draw(story.replicate)},
                     {"simulated", true},
                     {"person_checked", story.person_checked},
                     {"background", person_of(story.reference)},
                     {"arms", std::move(arms)}};
  return life.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace resettle
