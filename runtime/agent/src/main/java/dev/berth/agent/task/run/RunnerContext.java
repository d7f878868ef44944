package dev.berth.agent.task.run;

import dev.berth.agent.task.launch.TaskHost;
import dev.berth.agent.task.plan.TaskPlanner;
import dev.berth.agent.task.postmortem.PostMortemCollector;
import dev.berth.agent.task.postmortem.PostMortemSink;

/** What the runners of all tasks share. */
record RunnerContext(
        TaskHost host,
        TaskStore store,
        TaskPlanner planner,
        ReportSink reports,
        PostMortemSink postMortems,
        PostMortemCollector collector,
        TaskCounts counts) {}
