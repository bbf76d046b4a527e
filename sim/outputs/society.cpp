#include "outputs/society.h"

#include <limits>
#include <numeric>

namespace resettle {

namespace {

/// What the series of one month are made from.
struct Surroundings {
  const World& world;
  double funds_krw;  ///< joint funds of organisations in the last twelve months, simulated KRW
};

struct SocietySeries {
  SocietyInfo info;
  double (*value)(const Surroundings&);
};

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Mean that is not a number where there is nothing to take it of.
class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  [[nodiscard]] double value() const { return count_ == 0 ? kNone : sum_ / count_; }

 private:
  double sum_ = 0;
  int count_ = 0;
};

template <class Value>
double mean_over_localities(const Surroundings& s, Value&& value) {
  Mean mean;
  for (const auto& local : s.world.organisations) mean.add(static_cast<double>(value(local)));
  return mean.value();
}

/// Mean over the dyads in which the North-led organisation exists.
template <class Value>
double mean_over_dyads(const Surroundings& s, Value&& value) {
  Mean mean;
  for (const auto& local : s.world.organisations) {
    if (!local.northern_active) continue;
    for (const Dyad& dyad : local.dyads) mean.add(static_cast<double>(value(dyad)));
  }
  return mean.value();
}

double share_of_mode(const Surroundings& s, DyadMode mode) {
  return mean_over_dyads(s, [&](const Dyad& dyad) { return dyad.mode == mode ? 1.0F : 0.0F; });
}

double host_attitude(const Surroundings& s) {
  Mean mean;  // localities have equally many hosts
  for (const float prejudice : s.world.hosts.prejudice_by_locality) {
    mean.add(static_cast<double>(prejudice));
  }
  return mean.value();
}

double duplication(const Surroundings& s) {
  return mean_over_localities(s, [](const LocalOrganisations& l) { return l.duplication; });
}

double boards(const Surroundings& s, bool with_northern_seat) {
  double count = 0;
  for (const auto& local : s.world.organisations) {
    if (local.board && (local.northern_seat || !with_northern_seat)) ++count;
  }
  return count;
}

/// Officers of one kind who have cases.
double officers(const Surroundings& s, bool social_worker) {
  const Officers& all = s.world.officers;
  double count = 0;
  for (std::size_t o = 0; o < all.count(); ++o) {
    if ((all.social_worker[o] != 0) == social_worker && all.cases[o] > 0) ++count;
  }
  return count;  // teams have their full size in a thinned world too
}

double police_caseload(const Surroundings& s) {
  const Officers& all = s.world.officers;
  Mean mean;
  for (std::size_t o = 0; o < all.count(); ++o) {
    if (all.social_worker[o] == 0 && all.cases[o] > 0) mean.add(all.cases[o]);
  }
  return mean.value() / static_cast<double>(s.world.scale);
}

using S = const Surroundings&;

constexpr SocietySeries kSeries[] = {
    {{"national_attitude", "0-1 scale", "attitude of the nation, 0 warm to 1 hostile"},
     [](S s) { return static_cast<double>(s.world.hosts.national_attitude); }},
    {{"host_attitude_mean", "0-1 scale", "attitude exposed hosts show to strangers"},
     host_attitude},
    {{"ngo_effect_mean", "0-1 scale", "effect of organisations, mean of localities"},
     [](S s) {
       return mean_over_localities(s, [](const LocalOrganisations& l) { return l.effect; });
     }},
    {{"ngo_public_effort_mean", "0-1 scale", "public effort of organisations, mean of localities"},
     [](S s) {
       return mean_over_localities(s, [](const LocalOrganisations& l) { return l.public_effort; });
     }},
    {{"dyads_none_share", "share", "dyads of organisations that do not work together"},
     [](S s) { return share_of_mode(s, DyadMode::none); }},
    {{"dyads_tactical_share", "share", "dyads in tactical cooperation"},
     [](S s) { return share_of_mode(s, DyadMode::tactical); }},
    {{"dyads_partnership_share", "share", "dyads in partnership"},
     [](S s) { return share_of_mode(s, DyadMode::partnership); }},
    {{"goodwill_mean", "0-1 scale", "goodwill within dyads, mean of both directions"},
     [](S s) {
       return mean_over_dyads(s, [](const Dyad& d) { return (d.goodwill_ab + d.goodwill_ba) / 2; });
     }},
    {{"competence_trust_mean", "0-1 scale", "trust in competence within dyads, both directions"},
     [](S s) {
       return mean_over_dyads(
           s, [](const Dyad& d) { return (d.competence_ab + d.competence_ba) / 2; });
     }},
    {{"duplication_mean", "share", "effort of organisations done twice, mean of localities"},
     duplication},
    // MODEL 17.2; funds are the ledger's line ngo_funds, nominal, of the last twelve months.
    {{"duplication_cost_krw", "KRW/year", "duplication x joint funds of the last twelve months"},
     [](S s) { return duplication(s) * s.funds_krw / static_cast<double>(s.world.scale); }},
    {{"boards", "boards", "localities with a coordination board"},
     [](S s) { return boards(s, false); }},
    {{"boards_with_northern_seat", "boards", "boards on which the North-led organisation sits"},
     [](S s) { return boards(s, true); }},
    {{"officers_police", "persons", "police officers with cases"},
     [](S s) { return officers(s, false); }},
    {{"officers_social_workers", "persons", "social workers with cases"},
     [](S s) { return officers(s, true); }},
    {{"caseload_police_mean", "cases", "cases of a police officer who has any"}, police_caseload},
};
constexpr std::size_t kCount = std::size(kSeries);

constexpr auto kInfos = [] {
  std::array<SocietyInfo, kCount> infos{};
  for (std::size_t k = 0; k < kCount; ++k) infos[k] = kSeries[k].info;
  return infos;
}();

constexpr std::array<std::string_view, 12> kCauses{
    "other", "dialect",  "skill",   "confidence", "distress",    "discrimination",
    "youth", "mismatch", "illness", "retirement", "subsidy_end", "care"};
static_assert(kCauses.size() + 1 == number_of<SeparationCause>());

}  // namespace

std::span<const SocietyInfo> society_series() { return kInfos; }

std::span<const std::string_view> separation_causes() { return kCauses; }

void SocietyRecorder::record(World& world) {
  const auto slot = static_cast<std::size_t>(world.month.month_of_year() - 1);
  funds_krw_[slot] = static_cast<double>(world.ledger.amount(LedgerLine::ngo_funds));
  const Surroundings now{world, std::accumulate(funds_krw_.begin(), funds_krw_.end(), 0.0)};
  for (const auto& series : kSeries) values_.push_back(static_cast<float>(series.value(now)));

  std::array<std::int32_t, kCauses.size() + 1> counts{};  // the first: no job ended
  const Persons& people = world.persons;
  for_blocks(false, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags ended;
    work_out(rows, ended, [&](std::size_t i) -> std::uint8_t {
      // The cause of somebody who is not active is of an earlier month.
      const bool job_ended = people.separation_cause[i] != SeparationCause::none;
      return (job_ended & (people.active[i] != 0)) ? 1 : 0;
    });
    for_each_flagged(rows, ended, [&](std::size_t i) {
      ++counts[static_cast<std::size_t>(people.separation_cause[i])];
    });
  });
  separations_.insert(separations_.end(), counts.begin() + 1, counts.end());
}

std::vector<float> SocietyRecorder::values(std::size_t series) const {
  std::vector<float> column;
  column.reserve(values_.size() / kCount);
  for (std::size_t at = series; at < values_.size(); at += kCount) column.push_back(values_[at]);
  return column;
}

}  // namespace resettle
