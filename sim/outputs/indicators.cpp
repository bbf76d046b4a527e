#include "outputs/indicators.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

namespace resettle {

namespace {

/// How the value of one person is found.
struct Indicator {
  IndicatorInfo info;
  float (*value)(const World&, std::size_t);
};

float flag(bool condition) { return static_cast<float>(condition); }

bool is_type(const World& w, std::size_t i, AdjustmentType type) {
  return w.persons.adjustment_type[i] == type;
}
/// Integration under a definition of the mental side, without hysteresis (MODEL 14).
float plain_integration(const World& w, std::size_t i, std::uint8_t mental) {
  const auto both = static_cast<std::uint8_t>(criterion::kMaterial | mental);
  return flag((w.persons.criteria[i] & both) == both);
}
float mental_score(const World& w, std::size_t i) {
  return std::min(w.persons.belonging_score[i], w.persons.wellbeing_score[i]);
}

using W = const World&;
using I = std::size_t;
constexpr auto kMean = Summary::mean;
constexpr auto kAge15 = Base::aged_15;

constexpr Indicator kIndicators[] = {
    {{"persons", "persons", "persons in the South outside the facility", Base::everybody,
      Summary::count},
     [](W, I) { return 1.0F; }},
    {{"persons_15_plus", "persons", "persons aged 15+ outside the facility", kAge15,
      Summary::count},
     [](W, I) { return 1.0F; }},
    {{"share_integration", "share", "type I, integration", kAge15, kMean},
     [](W w, I i) { return flag(is_type(w, i, AdjustmentType::integration)); }},
    {{"share_isolation", "share", "type II, isolation", kAge15, kMean},
     [](W w, I i) { return flag(is_type(w, i, AdjustmentType::isolation)); }},
    {{"share_acculturation", "share", "type III, acculturation", kAge15, kMean},
     [](W w, I i) { return flag(is_type(w, i, AdjustmentType::acculturation)); }},
    {{"share_marginality", "share", "type IV, marginality", kAge15, kMean},
     [](W w, I i) { return flag(is_type(w, i, AdjustmentType::marginality)); }},
    {{"share_integration_plain", "share", "integration without hysteresis (definition a)", kAge15,
      kMean},
     [](W w, I i) { return plain_integration(w, i, criterion::kMinimum); }},
    {{"share_integration_b", "share", "integration, mental side = belonging (definition b)", kAge15,
      kMean},
     [](W w, I i) { return plain_integration(w, i, criterion::kBelonging); }},
    {{"share_integration_c", "share", "integration, mental side = wellbeing (definition c)", kAge15,
      kMean},
     [](W w, I i) { return plain_integration(w, i, criterion::kWellbeing); }},
    {{"share_integration_d", "share", "integration, mental side = mean of both (definition d)",
      kAge15, kMean},
     [](W w, I i) { return plain_integration(w, i, criterion::kMean); }},
    {{"share_integration_e", "share", "integration, mental side as surveys ask (definition e)",
      kAge15, kMean},
     [](W w, I i) { return plain_integration(w, i, criterion::kSatisfied); }},
    {{"employment_rate", "share", "employed", kAge15, kMean},
     [](W w, I i) { return flag(w.persons.works(i)); }},
    {{"participation_rate", "share", "in the labour force", kAge15, kMean},
     [](W w, I i) {
       return flag(w.persons.works(i) || (w.persons.not_employed(i) && w.persons.searched[i] != 0));
     }},
    {{"unemployment_rate", "share", "unemployed, of the labour force", Base::labour_force, kMean},
     [](W w, I i) { return flag(!w.persons.works(i)); }},
    {{"regular_share", "share", "in regular jobs, of the employed", Base::employed, kMean},
     [](W w, I i) { return flag(w.persons.labour_state[i] == LabourState::regular); }},
    {{"wage_mean", "KRW/month", "mean gross wage of wage workers", Base::wage_workers, kMean},
     [](W w, I i) { return static_cast<float>(w.persons.monthly_wage_krw[i]); }},
    {{"wage_ratio_to_host", "ratio", "mean wage over the host wage", Base::wage_workers, kMean},
     [](W w, I i) {
       return static_cast<float>(w.persons.monthly_wage_krw[i]) / w.economy.host_wage_krw;
     }},
    {{"job_tenure_mean", "months", "mean months in the present job", Base::wage_workers, kMean},
     [](W w, I i) { return static_cast<float>(w.persons.job_tenure_months[i]); }},
    {{"benefit_receipt_rate", "share", "persons of all ages in households with livelihood benefit",
      Base::everybody, kMean},
     [](W w, I i) { return flag(w.households.benefit_krw[w.persons.household[i]] > 0); }},
    {{"poverty_rate", "share", "equivalent income below half the national median", kAge15, kMean},
     [](W w, I i) {
       return flag(w.persons.equivalent_income_krw[i] < 0.5F * w.economy.median_income_krw);
     }},
    {{"assets_mean", "KRW", "mean savings", kAge15, kMean},
     [](W w, I i) { return static_cast<float>(w.persons.assets_krw[i]); }},
    {{"subsidised_share", "share", "in a subsidised job, of wage workers", Base::wage_workers,
      kMean},
     [](W w, I i) { return flag(w.persons.subsidised_months_left[i] > 0); }},
    {{"mentored_share", "share", "with a mentor", kAge15, kMean},
     [](W w, I i) { return flag(w.persons.has_mentor(i)); }},
    {{"partnered_share", "share", "with a partner", kAge15, kMean},
     [](W w, I i) { return flag(w.persons.has_partner(i)); }},
    {{"student_share", "share", "at school", kAge15, kMean},
     [](W w, I i) { return flag(w.persons.in_school(i)); }},
    {{"south_skill_mean", "0-1 scale", "job skill valid in the South", kAge15, kMean},
     [](W w, I i) { return w.persons.south_skill[i]; }},
    {{"dialect_fluency_mean", "0-1 scale", "Southern speech and work norms", kAge15, kMean},
     [](W w, I i) { return w.persons.dialect_fluency[i]; }},
    {{"self_confidence_mean", "0-1 scale", "self-confidence", kAge15, kMean},
     [](W w, I i) { return w.persons.self_confidence[i]; }},
    {{"host_ties_mean", "ties", "ties to South Koreans", kAge15, kMean},
     [](W w, I i) { return static_cast<float>(host_ties_of(w, i)); }},
    {{"coethnic_ties_mean", "ties", "ties to fellow defectors", kAge15, kMean},
     [](W w, I i) { return static_cast<float>(w.ties.coethnic_ties(i)); }},
    {{"no_support_share", "share", "without any supporting tie", kAge15, kMean},
     [](W w, I i) { return flag(support_of(w, i) <= 0.0F); }},
    {{"discrimination_past_year_share", "share", "discriminated against in the past year", kAge15,
      kMean},
     [](W w, I i) { return flag(w.persons.discriminated_12m(i)); }},
    {{"defrauded_share", "share", "ever defrauded in the South", kAge15, kMean},
     [](W w, I i) { return flag(w.persons.defrauded[i] != 0); }},
    {{"remittance_past_year_share", "share", "sent money to the North last December", kAge15,
      kMean},
     [](W w, I i) { return flag(w.persons.remitted[i] != 0); }},
    {{"ptsd_share", "share", "post-traumatic stress disorder", kAge15, kMean},
     [](W w, I i) { return flag(w.persons.ptsd[i] != 0); }},
    {{"distress_mean", "SD", "distress (0 = South Korean mean)", kAge15, kMean},
     [](W w, I i) { return w.persons.distress[i]; }},
    {{"loneliness_mean", "0-1 scale", "loneliness", kAge15, kMean},
     [](W w, I i) { return w.persons.loneliness[i]; }},
    {{"belonging_mean", "0-1 scale", "belonging", kAge15, kMean},
     [](W w, I i) { return w.persons.belonging[i]; }},
    {{"satisfaction_share", "share", "satisfied with life, as the survey asks", kAge15, kMean},
     [](W w, I i) { return flag((w.persons.criteria[i] & criterion::kSatisfied) != 0); }},
    {{"material_score_mean", "points", "material score", kAge15, kMean},
     [](W w, I i) { return w.persons.material_score[i]; }},
    {{"mental_score_mean", "points", "mental score", kAge15, kMean},
     [](W w, I i) { return mental_score(w, i); }},
    {{"locality_prejudice_mean", "0-1 scale", "prejudice of hosts where people live", kAge15,
      kMean},
     [](W w, I i) { return w.hosts.prejudice_by_locality[w.persons.locality[i]]; }},
};
constexpr std::size_t kCount = std::size(kIndicators);

constexpr auto kInfos = [] {
  std::array<IndicatorInfo, kCount> infos{};
  for (std::size_t k = 0; k < kCount; ++k) infos[k] = kIndicators[k].info;
  return infos;
}();

using InBase = std::array<bool, kBases>;

InBase bases_of(const World& w, std::size_t i) {
  const Persons& people = w.persons;
  const bool outside = people.in_south(i) && !people.in_facility(i);
  const bool active = people.active[i] != 0;
  // & and | rather than && and ||: no branch on what is as good as random.
  const bool employed = active & people.works(i);
  const bool looks = active & people.not_employed(i) & (people.searched[i] != 0);
  const bool self_employed = people.labour_state[i] == LabourState::self_employed;
  const bool in_labour_force = employed | looks;
  const bool wage_worker = employed & !self_employed;
  return {outside, active, in_labour_force, employed, wage_worker};
}

/// Values of all indicators for one person, 0 where the person is not in the base. Unrolled, so
/// that every line of the table is inlined here.
template <std::size_t... K>
void values_of(const World& w, std::size_t i, const InBase& in, float* values,
               std::index_sequence<K...>) {
  ((values[K] =
        flag(in[static_cast<std::size_t>(kIndicators[K].info.base)]) * kIndicators[K].value(w, i)),
   ...);
}

/// Sums of one subgroup in one block of persons. Single precision is enough for a block: counts are
/// exact, other values carry a relative error of about 1e-6.
struct BlockSums {
  std::array<float, kCount> value{};
  std::array<std::int32_t, kBases> persons{};

  void add(const float* values, const InBase& in) {
    for (std::size_t k = 0; k < kCount; ++k) value[k] += values[k];
    for (std::size_t b = 0; b < kBases; ++b) persons[b] += in[b] ? 1 : 0;
  }
};

/// Sums of one subgroup over all blocks.
struct Sums {
  std::array<double, kCount> value{};
  std::array<std::int32_t, kBases> persons{};

  void add(const BlockSums& block) {
    for (std::size_t k = 0; k < kCount; ++k) value[k] += static_cast<double>(block.value[k]);
    for (std::size_t b = 0; b < kBases; ++b) persons[b] += block.persons[b];
  }
};

float publish(const Sums& sums, std::size_t k, float scale) {
  const IndicatorInfo& info = kInfos[k];
  const std::int32_t persons = sums.persons[static_cast<std::size_t>(info.base)];
  if (persons < kSmallestCell) return std::numeric_limits<float>::quiet_NaN();
  const double denominator =
      info.summary == Summary::mean ? static_cast<double>(persons) : static_cast<double>(scale);
  return static_cast<float>(sums.value[k] / denominator);
}

}  // namespace

std::string_view name_of(Base base) {
  switch (base) {
    case Base::everybody:
      return "persons outside the facility";
    case Base::aged_15:
      return "persons aged 15+ outside the facility";
    case Base::labour_force:
      return "labour force";
    case Base::employed:
      return "employed";
    case Base::wage_workers:
      return "wage workers";
  }
  return "";
}

std::span<const IndicatorInfo> indicators() { return kInfos; }

AggregateRecorder::AggregateRecorder(const std::vector<std::string>& attributes) : labels_{"all"} {
  for (const auto& name : attributes) {
    const auto& known = subgroup_attributes();
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const SubgroupInfo& info) { return info.name == name; });
    if (found == known.end()) throw std::logic_error("unknown subgroup attribute " + name);
    attributes_.push_back(&*found);
    first_label_.push_back(labels_.size());
    for (const auto& label : found->labels) labels_.push_back(name + "=" + label);
  }
}

void AggregateRecorder::record(World& world) {
  const std::size_t groups = labels_.size();
  const std::size_t blocks = world.persons.size() / kBlockSize + 1;
  std::vector<std::vector<BlockSums>> partial(blocks);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    auto& sums = partial[begin / kBlockSize];
    sums.resize(groups);
    std::array<float, kCount> values{};
    for (std::size_t i = begin; i < end; ++i) {
      const InBase in = bases_of(world, i);
      if (!in[0]) continue;
      values_of(world, i, in, values.data(), std::make_index_sequence<kCount>{});
      sums[0].add(values.data(), in);
      for (std::size_t a = 0; a < attributes_.size(); ++a) {
        sums[first_label_[a] + attributes_[a]->group_of(world, i)].add(values.data(), in);
      }
    }
  });
  for (std::size_t g = 0; g < groups; ++g) {
    Sums total;
    for (const auto& block : partial) {
      if (!block.empty()) total.add(block[g]);
    }
    for (std::size_t k = 0; k < kCount; ++k) values_.push_back(publish(total, k, world.scale));
  }
}

std::vector<float> AggregateRecorder::values(std::size_t indicator) const {
  std::vector<float> column;
  column.reserve(values_.size() / kCount);
  for (std::size_t at = indicator; at < values_.size(); at += kCount) column.push_back(values_[at]);
  return column;
}

}  // namespace resettle
