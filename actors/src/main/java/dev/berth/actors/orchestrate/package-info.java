/** The reconciler loop, and the reconcilers that it runs. */
package dev.berth.actors.orchestrate;
