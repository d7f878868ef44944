/** The operations of account settings. */
package dev.berth.ecs.account;
