#include "processes/school.h"

#include <algorithm>

namespace resettle::school {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"school.enrol_share", "share", "go on to school at 18-24", 0, 1}, effect(&P::enrol_share)},
    {{"school.dropout_rate", "per month", "students of 18+ who give up", 0, 0.5},
     effect(&P::dropout_rate)},
};

constexpr Decision kEnrols{"school", 0, "goes on to school after 18"};
constexpr Decision kLength{"school", 1, "length of that schooling"};
constexpr Decision kDropsOut{"school", 2, "gives up school"};

constexpr int kOfAge = 18;
constexpr int kLastEntryAge = 24;
constexpr float kDegreeSkill = 0.5F;  // MODEL 8.8

void stop(World& world, std::size_t i) {
  Persons& people = world.persons;
  people.labour_state[i] = LabourState::not_employed;
  people.school_until[i] = static_cast<std::int16_t>(kNever.index);
  people.idle_since[i] = static_cast<std::int16_t>(world.month.index);
}

/// Those who leave the facility at 18-24, and those who turn 18 in school.
void decide(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  const auto draws = world.random.draws(kEnrols, people.ticket[i], world.month);
  if (draws.uniform(kEnrols) >= p.enrol_share) {
    if (people.in_school(i)) stop(world, i);
    return;
  }
  people.labour_state[i] = LabourState::school;
  people.school_until[i] = static_cast<std::int16_t>(
      world.month.index + 12 + static_cast<int>(draws.uniform(kLength) * 48.0F));
}

void study(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  if (people.school_until[i] <= world.month.index) {
    people.southern_degree[i] = 1;
    people.south_skill[i] = std::max(people.south_skill[i], kDegreeSkill);
    people.career_step_month[i] = static_cast<std::int16_t>(world.month.index);
    stop(world, i);
  } else if (world.random.uniform(kDropsOut, people.ticket[i], world.month) < p.dropout_rate) {
    stop(world, i);
  }
}

/// Those for whom something is decided this month: few.
void note_concerned(const World& world, Rows rows, RowFlags& concerned) {
  const Persons& people = world.persons;
  work_out(rows, concerned, [&](std::size_t i) -> std::uint8_t {
    const bool of_age = people.age[i] >= kOfAge;
    const bool idle = people.not_employed(i);
    const bool exits_now = people.exit_month[i] == world.month.index;
    const bool enters = idle & ((!of_age) | (exits_now & (people.age[i] <= kLastEntryAge)));
    return people.in_south(i) & (enters | (of_age & people.in_school(i))) ? 1 : 0;
  });
}

void step(World& world, const P p, Rows rows) {
  Persons& people = world.persons;
  RowFlags concerned;
  note_concerned(world, rows, concerned);
  for_each_flagged(rows, concerned, [&](std::size_t i) {
    if (people.age[i] < kOfAge) {
      people.labour_state[i] = LabourState::school;
    } else if (!people.in_school(i) || people.school_until[i] == kNever.index) {
      decide(world, p, i);
    } else {
      study(world, p, i);
    }
  });
}

}  // namespace

std::unique_ptr<Process> process() {
  return make_row_process<P>({"school",
                              "The young go to school to 18; some go on, give up, or complete.",
                              "MODEL 8.8; ministry figures on drop-out",
                              {"presence", "age", "exit_month", "labour_state"},
                              {"labour_state", "school_until", "southern_degree", "south_skill",
                               "idle_since", "career_step_month"},
                              {kEnrols, kLength, kDropsOut}},
                             kTable, step);
}

}  // namespace resettle::school
