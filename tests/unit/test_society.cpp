#include <cmath>

#include "outputs/indicators.h"
#include "outputs/society.h"
#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

std::size_t series(const std::string& name) {
  const auto all = society_series();
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (all[k].name == name) return k;
  }
  FAIL("no series " << name);
  return 0;
}

double last(const SocietyRecorder& recorder, const std::string& name) {
  return static_cast<double>(recorder.values(series(name)).back());
}

std::size_t indicator(const std::string& name) {
  const auto all = indicators();
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (all[k].name == name) return k;
  }
  FAIL("no indicator " << name);
  return 0;
}

/// Grown-up residents with jobs by thirds: regular, trainee who searches, not employed.
void add_residents(World& world, std::size_t persons = 60) {
  world.persons.append(persons);
  world.households.append(persons);
  world.ties.append(persons);
  world.hosts.prejudice_by_locality.assign(world.localities(), 0.5F);
  for (std::size_t i = 0; i < persons; ++i) {
    Persons& people = world.persons;
    people.active[i] = 1;
    people.age[i] = 40;
    people.woman[i] = i % 2 == 0 ? 1 : 0;
    people.household[i] = static_cast<std::uint32_t>(i);
    people.birth_month[i] = static_cast<std::int16_t>(world.month.index - 12 * 40);
    people.arrival_month[i] = static_cast<std::int16_t>(world.month.index - (i < 30 ? 12 : 120));
    people.officer[i] = kNoOfficer;
    people.labour_state[i] = i % 3 == 0   ? LabourState::regular
                             : i % 3 == 1 ? LabourState::training
                                          : LabourState::not_employed;
    people.searched[i] = i % 3 == 1 ? 1 : 0;
    people.resocialization_stage[i] = static_cast<std::uint8_t>(i % 5);
  }
}

TEST_CASE("society: nothing to take a mean of is not a number") {
  Lab lab;
  lab.begin(month_of(2010, 1));
  SocietyRecorder recorder;
  recorder.record(lab.world());
  CHECK(std::isnan(last(recorder, "dyads_none_share")));
  CHECK(std::isnan(last(recorder, "caseload_police_mean")));
  CHECK(last(recorder, "boards") == 0);
  CHECK(last(recorder, "officers_police") == 0);
}

TEST_CASE("society: dyads - trust - boards and officers") {
  Lab lab;
  lab.begin(month_of(2010, 1), 0.5F);
  World& world = lab.world();
  world.month = month_of(2010, 1);
  auto& local = world.organisations[0];
  local.northern_active = true;
  local.board = true;
  local.dyads[0] = {0.2F, 0.4F, 0.6F, 0.8F, 0, DyadMode::tactical};
  local.dyads[1] = {0.4F, 0.6F, 0.2F, 0.0F, 0, DyadMode::partnership};
  world.organisations[1].board = true;
  world.organisations[1].northern_seat = true;
  world.officers.locality = {0, 0, 1};
  world.officers.social_worker = {0, 0, 1};
  world.officers.cases = {10, 0, 40};
  SocietyRecorder recorder;
  recorder.record(world);
  CHECK(last(recorder, "dyads_none_share") == 0);
  CHECK(last(recorder, "dyads_tactical_share") == 0.5);
  CHECK(last(recorder, "dyads_partnership_share") == 0.5);
  CHECK(last(recorder, "goodwill_mean") == Approx(0.4));
  CHECK(last(recorder, "competence_trust_mean") == Approx(0.4));
  CHECK(last(recorder, "boards") == 2);
  CHECK(last(recorder, "boards_with_northern_seat") == 1);
  CHECK(last(recorder, "officers_police") == 1);
  CHECK(last(recorder, "officers_social_workers") == 1);
  CHECK(last(recorder, "caseload_police_mean") == 20);  // ten, of half the country
}

TEST_CASE("society: duplication costs its share of twelve months of funds") {
  Lab lab;
  lab.begin(month_of(2010, 1), 0.5F);
  World& world = lab.world();
  for (auto& local : world.organisations) local.duplication = 0.25F;
  SocietyRecorder recorder;
  for (Month month = month_of(2010, 1); month < month_of(2011, 4); ++month) {
    world.month = month;
    world.ledger.open_month(world.month);
    if (month <= month_of(2010, 3)) world.ledger.add(LedgerLine::ngo_funds, 1000);
    recorder.record(world);
  }
  const auto costs = recorder.values(series("duplication_cost_krw"));
  CHECK(costs.at(0) == Approx(0.25 * 1000 / 0.5));
  CHECK(costs.at(11) == Approx(0.25 * 3000 / 0.5));
  CHECK(costs.at(13) == Approx(0.25 * 1000 / 0.5));
  CHECK(costs.at(14) == 0);
}

TEST_CASE("society: separations are counted by cause and of active persons only") {
  Lab lab;
  lab.begin(month_of(2010, 1));
  World& world = lab.world();
  add_residents(world);
  world.persons.separation_cause[0] = SeparationCause::distress;
  world.persons.separation_cause[1] = SeparationCause::distress;
  world.persons.separation_cause[2] = SeparationCause::subsidy_end;
  world.persons.separation_cause[3] = SeparationCause::other;
  world.persons.active[1] = 0;
  SocietyRecorder recorder;
  recorder.record(world);
  const auto& counts = recorder.separations();
  const auto causes = separation_causes();
  REQUIRE(counts.size() == causes.size());
  int all = 0;
  for (std::size_t c = 0; c < causes.size(); ++c) {
    all += counts[c];
    if (causes[c] == "distress") CHECK(counts[c] == 1);
    if (causes[c] == "subsidy_end") CHECK(counts[c] == 1);
  }
  CHECK(all == 3);
}

TEST_CASE("indicators: trainees who look for work are unemployed") {
  Lab lab;
  lab.begin(month_of(2010, 1));
  World& world = lab.world();
  world.month = month_of(2010, 1);
  world.economy = economy_of(lab.inputs, world.month);
  add_residents(world);
  AggregateRecorder recorder({});
  recorder.record(world);
  const auto value = [&](const char* name) { return recorder.values(indicator(name)).at(0); };
  CHECK(value("employment_rate") == Approx(1.0 / 3));
  CHECK(value("participation_rate") == Approx(2.0 / 3));
  CHECK(value("unemployment_rate") == Approx(0.5));
  CHECK(value("training_share") == Approx(1.0 / 3));
  CHECK(value("stage_mean") == Approx(2));
  CHECK(value("share_stage_4") == Approx(0.2));
  CHECK(value("domain_links") == 0);
  CHECK(value("domain_health") == 1);
}

TEST_CASE("indicators: many persons are counted and added as one by one") {
  constexpr std::size_t kPersons = 6000;  // several blocks
  Lab lab;
  lab.begin(month_of(2010, 1));
  World& world = lab.world();
  world.month = month_of(2010, 1);
  world.economy = economy_of(lab.inputs, world.month);
  add_residents(world, kPersons);
  Persons& people = world.persons;
  double wages = 0;
  double women = 0;
  double savings = 0;
  double women_with_benefit = 0;
  for (std::size_t i = 0; i < kPersons; ++i) {
    people.monthly_wage_krw[i] = static_cast<std::int32_t>(1'000'000 + 100 * i);
    people.assets_krw[i] = static_cast<std::int32_t>(i % 7);
    people.active[i] = i % 5 == 0 ? 0 : 1;  // children among them
    world.households.benefit_krw[i] = i % 11 == 0 ? 1000 : 0;
    if (people.active[i] != 0 && people.works(i)) wages += people.monthly_wage_krw[i];
    if (people.active[i] != 0) savings += people.assets_krw[i];
    women += people.woman[i];
    if (people.woman[i] != 0 && i % 11 == 0) ++women_with_benefit;
  }
  AggregateRecorder recorder({"sex"});
  recorder.record(world);
  const auto value = [&](const char* name, std::size_t group) {
    return static_cast<double>(recorder.values(indicator(name)).at(group));
  };
  CHECK(value("persons", 0) == kPersons);
  CHECK(value("persons", 2) == women);
  CHECK(value("persons_15_plus", 0) == 4800);
  CHECK(value("employment_rate", 0) == Approx(1600.0 / 4800));
  CHECK(value("wage_mean", 0) == Approx(wages / 1600));
  CHECK(value("assets_mean", 0) == Approx(savings / 4800));
  CHECK(value("domain_health", 0) == 1);
  CHECK(value("benefit_receipt_rate", 2) == Approx(women_with_benefit / women));
}

TEST_CASE("indicators: subgroups do not depend on what else is split by") {
  Lab lab;
  lab.begin(month_of(2010, 1));
  World& world = lab.world();
  world.month = month_of(2010, 1);
  world.economy = economy_of(lab.inputs, world.month);
  add_residents(world);
  AggregateRecorder by_sex({"sex"});
  AggregateRecorder by_all({"years_since_arrival", "sex", "arrival_age", "region"});
  by_sex.record(world);
  by_all.record(world);
  const auto& labels = by_all.subgroups();
  const auto at =
      static_cast<std::size_t>(std::find(labels.begin(), labels.end(), "sex=man") - labels.begin());
  for (std::size_t k = 0; k < indicators().size(); ++k) {
    const auto few = by_sex.values(k);
    const auto many = by_all.values(k);
    INFO(indicators()[k].name);
    if (std::isnan(few[0])) {
      CHECK(std::isnan(many[0]));
      continue;
    }
    CHECK(few[0] == many[0]);
    if (!std::isnan(few[1])) CHECK(few[1] == many[at]);
    if (!std::isnan(few[2])) CHECK(few[2] == many[at + 1]);
  }
  const auto persons = by_all.values(indicator("persons"));
  CHECK(persons[0] == 60);
  CHECK(persons[1] == 30);  // under three years
  CHECK(persons[4] == 30);  // ten years and more
}

std::size_t label(const AggregateRecorder& recorder, const std::string& name) {
  const auto& labels = recorder.subgroups();
  const auto found = std::find(labels.begin(), labels.end(), name);
  INFO(name);
  REQUIRE(found != labels.end());
  return static_cast<std::size_t>(found - labels.begin());
}

TEST_CASE("indicators: a crossing adds up to its parts") {
  constexpr std::size_t kPersons = 5000;
  Lab lab;
  lab.begin(month_of(2010, 1));
  World& world = lab.world();
  world.month = month_of(2010, 1);
  world.economy = economy_of(lab.inputs, world.month);
  add_residents(world, kPersons);
  for (std::size_t i = 0; i < kPersons; ++i) {
    world.persons.disposition[i] = static_cast<Disposition>(i % 5);
    world.persons.birth_month[i] =
        static_cast<std::int16_t>(world.month.index - 12 * (i % 7 < 3 ? 35 : 65));
  }
  // More cells than one table takes: cohort and orientation stand apart from the others.
  AggregateRecorder recorder({"sex", "arrival_age", "sex x arrival_age", "years_since_arrival",
                              "cohort x orientation", "orientation", "sex x orientation"});
  recorder.record(world);
  const auto persons = recorder.values(indicator("persons"));
  const auto wages = recorder.values(indicator("employment_rate"));
  const auto at = [&](const char* name) { return label(recorder, name); };
  const auto women = at("sex=woman");
  const auto young = at("sex=woman, arrival_age=20-34");
  const auto old = at("sex=woman, arrival_age=50+");
  CHECK(std::isnan(persons[at("sex=woman, arrival_age=under 20")]));  // nobody
  CHECK(persons[young] > 0);
  CHECK(persons[young] + persons[old] == persons[women]);
  CHECK(wages[young] * persons[young] + wages[old] * persons[old] ==
        Approx(wages[women] * persons[women]));
  CHECK(persons[at("orientation=learning")] == kPersons / 5.0);
  CHECK(persons[at("sex=woman, orientation=learning")] +
            persons[at("sex=man, orientation=learning")] ==
        kPersons / 5.0);
  double community = 0;
  double most_hidden = 0;  // in cells that are too small to be shown
  for (std::size_t g = 0; g < recorder.subgroups().size(); ++g) {
    const std::string& name = recorder.subgroups()[g];
    if (!name.starts_with("cohort=") || !name.ends_with("orientation=community")) continue;
    const bool hidden = std::isnan(persons[g]);
    (hidden ? most_hidden : community) += hidden ? kSmallestCell - 1 : persons[g];
  }
  CHECK(community <= kPersons / 5.0);
  CHECK(community + most_hidden >= kPersons / 5.0);
  AggregateRecorder one({"sex x arrival_age"});
  one.record(world);
  CHECK(one.values(indicator("persons")).at(label(one, "sex=woman, arrival_age=50+")) ==
        persons[old]);
}

TEST_CASE("indicators: with whom people live") {
  Lab lab;
  lab.begin(month_of(2010, 1));
  World& world = lab.world();
  world.month = month_of(2010, 1);
  world.economy = economy_of(lab.inputs, world.month);
  add_residents(world, 200);
  Persons& people = world.persons;
  for (std::size_t i = 0; i < 200; ++i) {
    people.youngest_child_birth[i] = static_cast<std::int16_t>(kNever.index);
    world.households.size[i] = i < 40 ? 1 : 2;
    if (i >= 40 && i < 100) people.partner_origin[i] = PartnerOrigin::southern;
    if (i >= 80 && i < 120) world.households.with_child[i] = 1;
    if (i >= 120 && i < 140) people.household[i] = static_cast<PersonIndex>(i - 20);  // theirs
  }
  AggregateRecorder recorder({"household_type"});
  recorder.record(world);
  const auto persons = recorder.values(indicator("persons"));
  CHECK(persons[label(recorder, "household_type=alone")] == 40);
  CHECK(persons[label(recorder, "household_type=couple")] == 40);
  CHECK(persons[label(recorder, "household_type=with children")] == 60);
  CHECK(persons[label(recorder, "household_type=other")] == 60);
}

}  // namespace
