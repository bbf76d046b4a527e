#pragma once

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <numeric>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "io/labelled_file.h"
#include "results/compare.h"
#include "study_file/layout.h"

/// A study of three months (policy from the second) that can be computed by hand.
namespace resettle::testing {

/// What differs between toys.
struct Toy {
  std::size_t replicates = 3;
  double gain = 1;        ///< multiplies the gain of the arm in the share integration
  double cost = 1;        ///< multiplies the programme cost
  double cost_noise = 1;  ///< multiplies what differs between replicates in the cost
  std::vector<std::string> arms{"base", "help"};
  std::string command = "resettle run toy.yaml";
  double hour_krw = 10030;             ///< value of an hour of help; 0 = the file does not tell
  std::vector<std::string> without{};  ///< indicators that the file lacks
};

inline std::vector<std::string> type_labels() {
  return {"integration", "isolation", "acculturation", "marginality", "not counted"};
}

inline void add_axes(Group& group, const Toy& toy) {
  group.add_coordinate("arm", toy.arms).set_attribute("reference", "base");
  std::vector<std::int32_t> replicates;
  for (std::size_t r = 0; r < toy.replicates; ++r) {
    replicates.push_back(static_cast<std::int32_t>(r));
  }
  group.add_coordinate("replicate", replicates);
  std::vector<std::int32_t> months;
  months.reserve(3);
  for (int m = 0; m < 3; ++m) {
    months.push_back(days_since_1990(month_of(2020, 1) + m));
  }
  group.add_coordinate("month", months).set_attribute("units", "days since 1990-01-01");
}

inline float share_integration(const Toy& toy, std::size_t arm, std::size_t replicate,
                               std::size_t month) {
  constexpr std::array<double, 3> kBase{0.40, 0.42, 0.44};
  constexpr std::array<double, 3> kGain{0.02, 0.03, 0.02};
  if (month == 0) return 0.3F;
  const double base = month == 1 ? 0.40 : kBase[replicate];
  const double gain = month == 1 ? 0.01 : kGain[replicate];
  return static_cast<float>(arm == 0 ? base : base + toy.gain * gain);
}

inline void add_aggregates(LabelledFile& file, const Toy& toy) {
  auto group = file.add_group("aggregates");
  add_axes(group, toy);
  const std::vector<std::string> subgroups{"sex=woman", "all"};
  group.add_coordinate("subgroup", subgroups);
  group.add_text("arm_label", "arm", toy.arms);
  const std::vector<std::string> names{
      "share_integration",      "share_isolation",     "share_acculturation",
      "share_marginality",      "employment_rate",     "wage_mean",
      "distress_mean",          "belonging_mean",      "persons_15_plus",
      "poverty_rate",           "mentored_share",      "share_integration_b",
      "share_integration_c",    "share_integration_d", "share_integration_e",
      "share_integration_plain"};
  for (const auto& name : names) {
    if (std::find(toy.without.begin(), toy.without.end(), name) != toy.without.end()) continue;
    auto variable =
        group.add_variable<float>(name, {"arm", "replicate", "month", "subgroup"}, {}, NAN);
    const bool share = name.starts_with("share_") || name.ends_with("_rate");
    variable.set_attribute("units", share ? "share" : name == "wage_mean" ? "KRW/month" : "1");
    variable.set_attribute("long_name", "Label of " + name);
    std::vector<float> values;
    for (std::size_t a = 0; a < toy.arms.size(); ++a) {
      for (std::size_t r = 0; r < toy.replicates; ++r) {
        for (std::size_t m = 0; m < 3; ++m) {
          float value = name == "persons_15_plus" ? 1000.0F : 0.5F;
          if (name == "wage_mean") value = 2000000.0F + 10000.0F * static_cast<float>(a * (r + 1));
          if (name == "share_integration") value = share_integration(toy, a, r, m);
          // Every arm but the reference has more mentors, by b half the gain and by e a loss.
          if (name == "mentored_share") value = a == 0 ? 0.0F : 0.1F;
          if (name == "share_integration_b")
            value = (share_integration(toy, a, r, m) + share_integration(toy, 0, r, m)) / 2;
          if (name == "share_integration_e") value = 1 - share_integration(toy, a, r, m);
          // The second replicate has too few poor persons to count.
          if (name == "poverty_rate" && r == 1) value = NAN;
          values.push_back(-1.0F);  // subgroup "sex=woman", not to be read
          values.push_back(value);
        }
      }
    }
    variable.write<float>(values);
  }
}

inline void add_ledger(LabelledFile& file, const Toy& toy) {
  auto group = file.add_group("ledger");
  add_axes(group, toy);
  const std::vector<std::string> lines{"deductions", "programme"};
  group.add_coordinate("line", lines);
  group.add_text("payer", "line", std::vector<std::string>{"households", "government"});
  group.add_text("payee", "line", std::vector<std::string>{"government", "vendors"});
  group.add_variable<std::uint8_t>("policy_cost", {"line"}, {}, 0)
      .write<std::uint8_t>(std::vector<std::uint8_t>{0, 1});
  group.add_variable<double>("consumer_prices", {"month"}, {}, 0.0)
      .write<double>(std::vector<double>{50, 80, 100});
  std::vector<std::int64_t> amounts;
  for (std::size_t a = 0; a < toy.arms.size(); ++a) {
    for (std::size_t r = 0; r < toy.replicates; ++r) {
      const double factor = a == 0 ? 0 : toy.cost;
      const auto noise = 100000.0 * static_cast<double>(r) * toy.cost_noise;
      for (const double cost : {5e6, 1e6, 2e6 + noise}) {
        amounts.push_back(777);
        amounts.push_back(std::llround(factor * cost));
      }
    }
  }
  group.add_variable<std::int64_t>("amount", {"arm", "replicate", "month", "line"}, {}, 0)
      .write<std::int64_t>(amounts);
}

inline void add_twins(LabelledFile& file, const Toy& toy) {
  auto group = file.add_group("twins");
  add_axes(group, toy);
  group.add_coordinate("reference_type", type_labels());
  group.add_coordinate("arm_type", type_labels());
  auto persons = group.add_variable<std::int32_t>(
      "persons", {"arm", "replicate", "month", "reference_type", "arm_type"}, {}, 999);
  persons.write<std::int32_t>(
      std::vector<std::int32_t>(toy.arms.size() * toy.replicates * 3 * 25, 999));
  if (toy.arms.size() < 2) return;
  for (std::size_t r = 0; r < toy.replicates; ++r) {
    std::array<std::int32_t, 25> table{};
    table[0 * 5 + 0] = 400;
    table[3 * 5 + 0] = 30 + 10 * static_cast<std::int32_t>(r);  // marginality to integration
    table[0 * 5 + 3] = 21;                                      // integration to marginality
    table[1 * 5 + 2] = 25;                                      // isolation to acculturation
    table[2 * 5 + 0] = 5;                                       // acculturation to integration
    table[4 * 5 + 0] = 100;                                     // not counted in the reference
    persons.write<std::int32_t>({1, r, 2, 0, 0}, {1, 1, 1, 5, 5}, table);
  }
}

/// Digests that no two cells have in common: what they are of is not looked at in a comparison.
inline void add_cell_digests(LabelledFile& file, const Toy& toy) {
  const auto results = results_of(file);
  auto group = file.add_group("verification");
  add_axes(group, toy);
  group.add_coordinate("result", results);
  std::vector<std::int32_t> bytes(32);
  std::iota(bytes.begin(), bytes.end(), 0);
  group.add_coordinate("digest_byte", bytes);
  std::vector<std::uint8_t> digests(toy.arms.size() * toy.replicates * results.size() * 32);
  for (std::size_t at = 0; at < digests.size(); ++at) {
    digests[at] = static_cast<std::uint8_t>(1 + at / 32 % 255);
  }
  group
      .add_variable<std::uint8_t>("cell_sha256", {"arm", "replicate", "result", "digest_byte"}, {},
                                  0)
      .write<std::uint8_t>(digests);
}

/// Writes the toy and compares it.
class ToyStudy {
 public:
  explicit ToyStudy(const Toy& toy = {}) {
    auto pattern = (std::filesystem::temp_directory_path() / "compare_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    auto file = LabelledFile::create(path());
    auto root = file.root();
    root.set_attribute("format", "resettle-study");
    root.set_attribute("format_version", kFormatVersion);
    root.set_attribute("title", "toy");
    root.set_attribute("intent", "Does help help?");
    add_aggregates(file, toy);
    add_ledger(file, toy);
    add_twins(file, toy);
    auto provenance = file.add_group("provenance");
    provenance.add_coordinate("arm", toy.arms);
    const auto scenario = "ledger:\n  hour_krw: {value: " + std::to_string(toy.hour_krw) + "}\n";
    if (toy.hour_krw > 0) {
      provenance.add_text("resolved_scenario", "arm",
                          std::vector<std::string>(toy.arms.size(), scenario));
    }
    provenance.set_attribute("policy_start", "2020-02");
    provenance.set_attribute("discount_rate", 0.12);
    provenance.set_attribute("displacement_share", 0.25);
    provenance.set_attribute("command", toy.command);
    provenance.set_attribute("price_year", std::int32_t{2025});
    provenance.set_attribute("scale", 0.5);
    add_cell_digests(file, toy);
    file.commit();
  }
  ToyStudy(const ToyStudy&) = delete;
  ToyStudy& operator=(const ToyStudy&) = delete;
  ~ToyStudy() { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "toy.h5"; }
  [[nodiscard]] Comparison compare(const CompareChoices& choices = {}) const {
    return resettle::compare(path(), choices);
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace resettle::testing
