#include <memory>

#include "engine/conditions.h"
#include "engine/world_state.h"
#include "io/condition_reader.h"
#include "support/town.h"

// Conditions on persons: how they are read and written, and what each trait means.

namespace {

using namespace resettle;
using namespace resettle::testing;

Condition read(const std::string& yaml, const std::string& instrument = "trauma_therapy") {
  ProblemList problems;
  const auto node = parse_yaml_value(yaml, "test", "eligible", problems);
  problems.throw_if_any();
  const auto condition = read_condition(*node, instrument, problems);
  problems.throw_if_any();
  return *condition;
}

std::string problem_of(const std::string& yaml) {
  try {
    read(yaml);
  } catch (const InputError& error) {
    return error.problems().size() == 1 ? error.problems().front().message : "several problems";
  }
  return "";
}

TEST_CASE("a condition is written as it is read") {
  for (const std::string text :
       {"everybody", "{sex: woman}", "{sex: woman, age: 40+}",
        "{age: [20-34, 50+], work: training}",
        "{age_at_arrival: to 24, arrival: 2005-01 to 2014-12}", "{arrival: [to 1999-12, 2010-01+]}",
        "{months_since_exit: 12}", "{region: other, locality: [\"Daegu\", \"Jeju\"]}",
        "{not: {any: [{benefit: true}, {poor: false}]}}",
        "{schooling: [college, university], all: [{children: 1+}, {partner: false}]}",
        "{ptsd: true, chronic_illness: false, household_type: alone, household_size: 2-4}"}) {
    INFO(text);
    CHECK(text_of(read(text)) == text);
  }
  CHECK(text_of(read("{age: 20 to 34}")) == "{age: 20-34}");
}

TEST_CASE("equal conditions have one number, and a number gives the condition back") {
  CHECK(number_of(kEverybody) == 0);
  const double number = number_of(read("{sex: woman, age: 40+}"));
  CHECK(number > 0);
  CHECK(number_of(read("{sex: woman, age: \"40+\"}")) == number);
  CHECK(number_of(read("{sex: woman, age: 41+}")) != number);
  CHECK(text_of(condition_numbered(number)) == "{sex: woman, age: 40+}");
  CHECK_THROWS_AS(condition_numbered(-1), std::logic_error);
  CHECK_THROWS_AS(condition_numbered(1e9), std::logic_error);
}

TEST_CASE("protected traits are found at any depth") {
  CHECK(protected_traits_in(read("{region: other, work: training}")).empty());
  CHECK(protected_traits_in(read("{region: other, not: {any: [{sex: man}, {poor: true}]}}")) ==
        "sex");
  CHECK(protected_traits_in(read("{age: 40+, all: [{children: 1+}, {age: to 60}]}")) ==
        "age, children");
}

TEST_CASE("ptsd may be asked for by therapy alone") {
  CHECK_NOTHROW(read("{ptsd: true}", "trauma_therapy"));
  CHECK_THROWS_AS(read("{ptsd: true}", "mentoring"), InputError);
  CHECK_THROWS_AS(read("{ptsd: true}", ""), InputError);
  CHECK(problem_of("{orientation: community}").find("can see it") != std::string::npos);
}

/// Two persons in a town: the second is what the condition asks for, the first is not, or only by
/// one more or less.
struct Two {
  Two() : town(2) {
    town.world.households.append(2);
    town.inputs.localities[0].name = "Daegu";
    town.inputs.localities[1].name = "Seoul 1";
    town.inputs.localities[1].capital_region = true;
    for (std::size_t i = 0; i < 2; ++i) {
      people().household[i] = static_cast<PersonIndex>(i);
      town.world.households.head[i] = static_cast<PersonIndex>(i);
      people().partner[i] = kNobody;
      people().youngest_child_birth[i] = static_cast<std::int16_t>(kNever.index);
      people().children[i].fill(static_cast<std::int16_t>(kNever.index));
      people().labour_state[i] = LabourState::not_employed;
    }
  }
  Persons& people() { return town.people; }
  void check(const std::string& yaml) {
    INFO(yaml);
    const auto condition = read(yaml);
    CHECK_FALSE(holds(condition, town.world, 0));
    CHECK(holds(condition, town.world, 1));
  }
  void birth(std::size_t i, int months_ago) {
    people().birth_month[i] = static_cast<std::int16_t>(kStart.index - months_ago);
  }

  Town town;
};

TEST_CASE("age is that of the month, in whole years") {
  Two two;
  two.birth(0, 40 * 12 - 1);
  two.birth(1, 40 * 12);
  two.check("{age: 40+}");
  two.check("{age: 40}");
  two.check("{age: 40-41}");
  two.check("{not: {age: to 39}}");
  two.birth(0, 41 * 12);
  two.birth(1, 41 * 12 - 1);
  two.check("{age: to 40}");
}

TEST_CASE("age at arrival stays what it was") {
  Two two;  // both arrived six months ago
  two.birth(0, 40 * 12 + 5);
  two.birth(1, 40 * 12 + 6);
  two.check("{age_at_arrival: 40+}");
}

TEST_CASE("arrival and time since exit are months") {
  Two two;
  two.people().arrival_month[0] = static_cast<std::int16_t>(kStart.index - 7);
  two.check("{arrival: 2014-07+}");
  two.check("{arrival: 2014-07}");
  two.people().exit_month[0] = static_cast<std::int16_t>(kStart.index - 3);
  two.check("{months_since_exit: to 2}");
  two.people().exit_month[0] = static_cast<std::int16_t>(kStart.index - 1);
  two.check("{months_since_exit: 2+}");
}

TEST_CASE("region and locality are those of the table") {
  Two two;
  two.check("{region: capital}");
  two.check("{not: {region: other}}");
  two.check("{locality: Seoul 1}");
  two.check("{not: {locality: [Daegu, Jeju]}}");
}

TEST_CASE("sex, schooling, work, illness and poverty are columns") {
  Two two;
  two.people().woman = {0, 1};
  two.check("{sex: woman}");
  two.people().northern_schooling = {1, 2};
  two.check("{schooling: university}");
  two.check("{not: {schooling: [secondary, college]}}");
  two.people().labour_state = {LabourState::temporary, LabourState::regular};
  two.check("{work: [regular, self_employed]}");
  two.people().chronic_illness = {0, 1};
  two.check("{chronic_illness: true}");
  two.people().ptsd = {1, 0};
  two.check("{ptsd: false}");
  two.town.world.economy.median_income_krw = 2000;
  two.people().equivalent_income_krw = {1000, 999};
  two.check("{poor: true}");
  two.town.world.households.benefit_krw = {0, 1};
  two.check("{benefit: true}");
}

TEST_CASE("months without work are counted for those without work") {
  Two two;
  two.people().idle_since = {static_cast<std::int16_t>(kStart.index - 5),
                             static_cast<std::int16_t>(kStart.index - 6)};
  two.check("{months_without_work: 6+}");
  two.people().idle_since[0] = two.people().idle_since[1];
  two.people().labour_state[0] = LabourState::temporary;
  two.check("{months_without_work: 6}");
}

TEST_CASE("partner, children and the household they live in") {
  Two two;
  auto& homes = two.town.world.households;
  homes.size = {1, 2};
  two.people().partner_origin = {PartnerOrigin::none, PartnerOrigin::southern};
  two.check("{partner: true}");
  two.check("{household_type: couple}");
  two.check("{household_size: 2}");
  homes.size = {2, 2};
  homes.with_child = {0, 1};
  two.check("{household_type: with_children}");
  two.people().partner_origin[1] = PartnerOrigin::none;
  homes.with_child = {1, 0};
  two.check("{household_type: other}");
  homes.size = {2, 1};
  two.check("{household_type: alone}");
  two.people().children[0][0] = static_cast<std::int16_t>(kStart.index - 18 * 12);
  two.people().children[1][0] = static_cast<std::int16_t>(kStart.index - 18 * 12 + 1);
  two.check("{children: 1+}");
}

TEST_CASE("before it is first pooled, the household is the unit") {
  Two two;
  auto& homes = two.town.world.households;
  homes.size = {0, 0};
  two.people().age = {30, 30};
  CHECK(holds(read("{household_type: alone}"), two.town.world, 1));
  homes.head[1] = 0;
  two.people().household[1] = 0;
  CHECK(holds(read("{household_type: other}"), two.town.world, 1));
  CHECK(holds(read("{household_size: 2}"), two.town.world, 1));
  two.people().age = {30, 17};
  CHECK(holds(read("{household_type: with_children}"), two.town.world, 0));
  two.people().presence[1] = Presence::dead;
  CHECK(holds(read("{household_type: alone}"), two.town.world, 0));
  CHECK(holds(read("{household_size: 1}"), two.town.world, 0));
}

TEST_CASE("a child is one of under 18 - and who lives alone by the books has no couple") {
  Two two;
  auto& homes = two.town.world.households;
  homes.size = {0, 0};
  two.people().age = {30, 30};
  two.people().partner_origin = {PartnerOrigin::southern, PartnerOrigin::southern};
  const auto born = [&](int months_ago) {
    two.people().youngest_child_birth[0] = static_cast<std::int16_t>(kStart.index - months_ago);
  };
  const auto is = [&](const char* type) {
    return holds(read(std::string("{household_type: ") + type + "}"), two.town.world, 0);
  };
  born(18 * 12);
  CHECK(is("couple"));
  born(18 * 12 - 1);
  CHECK(is("with_children"));
  born(18 * 12);
  two.people().age[0] = 17;
  CHECK(is("with_children"));
  two.people().age[0] = 18;
  CHECK(is("couple"));
  // The books count a household's members: who is the only one is alone, whatever the partner is.
  homes.size = {1, 1};
  CHECK(is("alone"));
}

TEST_CASE("all, any and not combine") {
  Two two;
  two.people().woman = {0, 1};
  two.check("{all: [{sex: woman}, {region: capital}]}");
  two.check("{any: [{sex: woman}, {region: capital}]}");
  two.check("{not: {all: [{sex: man}, {region: other}]}}");
  two.people().woman = {1, 1};
  two.check("{sex: woman, region: capital}");
  two.check("{all: [{sex: woman}, {region: capital}]}");
  CHECK(holds(read("{any: [{sex: woman}, {region: capital}]}"), two.town.world, 0));
}

TEST_CASE("what a trait reads is what it declares") {
  const auto value_in = [](const Trait& trait, bool scrambled) {
    Two two;
    two.birth(0, 30 * 12);
    if (scrambled) {
      for (const auto& column : person_dictionary()) {
        const bool declared =
            std::find(trait.reads.begin(), trait.reads.end(), column.name) != trait.reads.end();
        if (declared) continue;
        std::visit(
            [&](auto member) {
              auto& values = two.people().*member;
              std::memset(values.data(), 1, sizeof(values[0]));
            },
            column.member);
      }
    }
    return trait.of(two.town.world, 0);
  };
  for (const auto& trait : traits()) {
    INFO(trait.name);
    CHECK(value_in(trait, false) == value_in(trait, true));
  }
}

}  // namespace
