package dev.berth.agent.task.run;

import dev.berth.agent.task.launch.TaskHost;
import dev.berth.agent.task.plan.TaskPlanner;
import dev.berth.agent.task.postmortem.PostMortemCollector;
import dev.berth.agent.task.postmortem.PostMortemSink;
import java.time.InstantSource;

/**
 * The objects that the runners of all tasks share.
 *
 * @param clock for planning and waiting
 */
record RunnerContext(
        TaskHost host,
        TaskStore store,
        TaskPlanner planner,
        ReportSink reports,
        PostMortemSink postMortems,
        PostMortemCollector collector,
        TaskCounts counts,
        InstantSource clock) {}
