#include "engine/traits.h"

#include <algorithm>

namespace resettle {

namespace {

constexpr int kAdult = 18;      // years
constexpr int kOldest = 120;    // years, what a condition may ask at most
constexpr int kLongest = 1200;  // months
constexpr int kMostMembers = 50;

int whole_years(int months) { return months >= 0 ? months / 12 : 0; }

int sex_of(const World& w, std::size_t i) { return w.persons.woman[i]; }

int age_of(const World& w, std::size_t i) {
  return whole_years(w.month.index - w.persons.birth_month[i]);
}

int age_at_arrival_of(const World& w, std::size_t i) {
  return whole_years(w.persons.arrival_month[i] - w.persons.birth_month[i]);
}

int arrival_of(const World& w, std::size_t i) { return w.persons.arrival_month[i]; }

int months_since_exit_of(const World& w, std::size_t i) {
  return w.persons.months_since_exit(i, w.month);
}

enum Region : int { kCapital, kOtherRegion };
int region_of(const World& w, std::size_t i) {
  return w.inputs->localities[w.persons.locality[i]].capital_region ? kCapital : kOtherRegion;
}

int locality_of(const World& w, std::size_t i) { return w.persons.locality[i]; }

enum Living : int { kAlone, kCouple, kWithChildren, kOtherHousehold };

bool is_or_has_child(const World& w, std::size_t i) {
  const int since_birth = w.month.index - w.persons.youngest_child_birth[i];
  return w.persons.age[i] < kAdult || since_birth < kAdult * 12;
}

struct Home {
  int size = 0;
  bool with_child = false;
};

/// Before the household is pooled for the first time it is the unit: its members stand next to one
/// another from its head on.
Home unit_of(const World& w, std::size_t i) {
  const Persons& people = w.persons;
  const PersonIndex head = w.households.head[i];
  Home unit;
  for (std::size_t k = head; k < people.size() && w.households.head[k] == head; ++k) {
    if (!people.in_south(k)) continue;
    ++unit.size;
    unit.with_child |= is_or_has_child(w, k);
  }
  return unit;
}

Home home_of(const World& w, std::size_t i) {
  const std::size_t h = w.persons.household[i];
  if (w.households.size[h] == 0) return unit_of(w, i);
  return {static_cast<int>(w.households.size[h]), w.households.with_child[h] != 0};
}

int household_type_of(const World& w, std::size_t i) {
  const Home home = home_of(w, i);
  const bool is_pooled = w.households.size[w.persons.household[i]] != 0;
  if (home.size <= 1 && (is_pooled || !w.persons.has_partner(i))) return kAlone;
  if (home.with_child) return kWithChildren;
  return w.persons.has_partner(i) ? kCouple : kOtherHousehold;
}

int household_size_of(const World& w, std::size_t i) { return home_of(w, i).size; }

int partner_of(const World& w, std::size_t i) { return w.persons.has_partner(i) ? 1 : 0; }

int children_of(const World& w, std::size_t i) { return w.persons.young_children(i, w.month); }

int schooling_of(const World& w, std::size_t i) { return w.persons.northern_schooling[i]; }

int work_of(const World& w, std::size_t i) { return static_cast<int>(w.persons.labour_state[i]); }

int months_without_work_of(const World& w, std::size_t i) {
  return w.persons.works(i) ? 0 : w.persons.months_since_job(i, w.month);
}

/// As distress asks it (MODEL 9.2): below half the standard median income.
int poor_of(const World& w, std::size_t i) {
  return w.persons.equivalent_income_krw[i] < 0.5F * w.economy.median_income_krw ? 1 : 0;
}

int benefit_of(const World& w, std::size_t i) {
  return w.households.benefit_krw[w.persons.household[i]] > 0 ? 1 : 0;
}

int chronic_illness_of(const World& w, std::size_t i) { return w.persons.chronic_illness[i]; }

int ptsd_of(const World& w, std::size_t i) { return w.persons.ptsd[i]; }

const std::vector<Trait> kTraits{
    {.name = "sex",
     .form = TraitForm::word,
     .words = {"man", "woman"},
     .meaning = "sex",
     .reads = {"woman"},
     .of = sex_of,
     .is_protected = true},
    {.name = "age",
     .form = TraitForm::number,
     .unit = "years",
     .maximum = kOldest,
     .meaning = "age in the month in which it is asked",
     .reads = {"birth_month"},
     .of = age_of,
     .is_protected = true},
    {.name = "age_at_arrival",
     .form = TraitForm::number,
     .unit = "years",
     .maximum = kOldest,
     .meaning = "age in the month of arrival",
     .reads = {"birth_month", "arrival_month"},
     .of = age_at_arrival_of,
     .is_protected = true},
    {.name = "arrival",
     .form = TraitForm::month,
     .meaning = "month of arrival",
     .reads = {"arrival_month"},
     .of = arrival_of},
    {.name = "months_since_exit",
     .form = TraitForm::number,
     .unit = "months",
     .maximum = kLongest,
     .meaning = "months since leaving the facility, 0 in the month of leaving",
     .reads = {"exit_month"},
     .of = months_since_exit_of},
    {.name = "region",
     .form = TraitForm::word,
     .words = {"capital", "other"},
     .meaning = "the capital region, or another",
     .reads = {"locality"},
     .of = region_of},
    {.name = "locality",
     .form = TraitForm::locality,
     .meaning = "a locality of the scenario's table, by name",
     .reads = {"locality"},
     .of = locality_of},
    {.name = "household_type",
     .form = TraitForm::word,
     .words = {"alone", "couple", "with_children", "other"},
     .meaning = "with whom the person lives, as money was last pooled; children are under 18",
     .reads = {"household", "partner_origin", "presence", "age", "youngest_child_birth",
               "households"},
     .of = household_type_of,
     .is_protected = true},
    {.name = "household_size",
     .form = TraitForm::number,
     .unit = "persons",
     .maximum = kMostMembers,
     .meaning = "persons who live together, as money was last pooled",
     .reads = {"household", "presence", "age", "youngest_child_birth", "households"},
     .of = household_size_of},
    {.name = "partner",
     .form = TraitForm::flag,
     .meaning = "lives with a partner",
     .reads = {"partner_origin"},
     .of = partner_of,
     .is_protected = true},
    {.name = "children",
     .form = TraitForm::number,
     .unit = "children",
     .maximum = static_cast<int>(kMaximumChildren),
     .meaning = "own children under 18 born in the South",
     .reads = {"children"},
     .of = children_of,
     .is_protected = true},
    {.name = "schooling",
     .form = TraitForm::word,
     .words = {"secondary", "college", "university"},
     .meaning = "schooling in the North: secondary or less, college, university",
     .reads = {"northern_schooling"},
     .of = schooling_of},
    {.name = "work",
     .form = TraitForm::word,
     .words = {"facility", "school", "not_employed", "training", "temporary", "regular",
               "self_employed"},
     .meaning = "state of work",
     .reads = {"labour_state"},
     .of = work_of},
    {.name = "months_without_work",
     .form = TraitForm::number,
     .unit = "months",
     .maximum = kLongest,
     .meaning = "months without a job since the last one or since leaving the facility, 0 at work",
     .reads = {"labour_state", "idle_since"},
     .of = months_without_work_of},
    {.name = "poor",
     .form = TraitForm::flag,
     .meaning = "equivalent income of the month before below half the standard median income",
     .reads = {"equivalent_income_krw"},
     .of = poor_of},
    {.name = "benefit",
     .form = TraitForm::flag,
     .meaning = "the household was last paid livelihood benefit",
     .reads = {"household", "households"},
     .of = benefit_of},
    {.name = "chronic_illness",
     .form = TraitForm::flag,
     .meaning = "chronically ill",
     .reads = {"chronic_illness"},
     .of = chronic_illness_of,
     .is_protected = true},
    {.name = "ptsd",
     .form = TraitForm::flag,
     .meaning = "post-traumatic stress disorder, as a clinic finds it",
     .reads = {"ptsd"},
     .of = ptsd_of,
     .is_protected = true,
     .only_for = "trauma_therapy"},
};

}  // namespace

std::span<const Trait> traits() { return kTraits; }

const Trait* find_trait(std::string_view name) {
  const auto found = std::find_if(kTraits.begin(), kTraits.end(),
                                  [&](const Trait& trait) { return trait.name == name; });
  return found == kTraits.end() ? nullptr : &*found;
}

const std::vector<std::string>& columns_of_traits() {
  static const std::vector<std::string> columns = [] {
    std::vector<std::string> all;
    for (const auto& trait : kTraits) all.insert(all.end(), trait.reads.begin(), trait.reads.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }();
  return columns;
}

}  // namespace resettle
