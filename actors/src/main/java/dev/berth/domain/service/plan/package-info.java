/**
 * The plans of the actions for a service, made from a snapshot.
 *
 * <ul>
 *   <li>At least lower = ⌈desired · minimumHealthyPercent / 100⌉ healthy tasks remain. At most
 *       upper = ⌊desired · maximumPercent / 100⌋ tasks exist. A task that was asked to stop does
 *       not count; on an instance of a DAEMON service it does.
 *   <li>Tasks are started up to upper. Tasks are stopped when there are more healthy tasks than
 *       needed, or to allow a start, and then only down to lower.
 *   <li>A task is healthy when its health checks succeed. A task without a health check is healthy
 *       when it is running. After an early end in its deployment, such a task counts only when it
 *       has run for a while.
 *   <li>Unhealthy tasks are replaced first. If upper does not allow that, one at a time is stopped.
 *   <li>While PRIMARY cannot start tasks, the older COMPLETED deployment replaces its own tasks.
 *   <li>Protected tasks are not stopped by scale-in, deployments and rebalancing.
 *   <li>A plan has no memory: the same snapshot leads to the same plan. If it waits for a time, it
 *       returns that time.
 * </ul>
 *
 * <p>Load balancers are used in two places: {@link
 * dev.berth.domain.service.plan.ServiceTask#target} is the status of a task's target, and the
 * execution of {@link dev.berth.domain.service.plan.ServiceAction.Stop} deregisters the targets
 * first.
 */
package dev.berth.domain.service.plan;
