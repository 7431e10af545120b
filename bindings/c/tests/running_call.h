/* A call of another thread. */

#ifndef RUNNING_CALL_H
#define RUNNING_CALL_H

#include "check.h"

#include <pthread.h>
#include <time.h>

static inline void wait_ms(long milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&time, NULL);
}

/* A call that waits for a slow wiki. */
struct running_call {
    mwa_conversation *creation;
    mwa_status status;
    mwa_reason reason;
    pthread_t thread;
    pthread_mutex_t lock;
    int has_ended;
};

static inline void *step_slowly(void *data)
{
    struct running_call *call = data;
    mwa_step *step = NULL;
    mwa_error *error = NULL;

    call->status = mwa_conversation_step(call->creation, &step, &error);
    call->reason = mwa_error_reason(error);
    mwa_step_free(step);
    mwa_error_free(error);
    pthread_mutex_lock(&call->lock);
    call->has_ended = 1;
    pthread_mutex_unlock(&call->lock);
    return NULL;
}

/* Begins a call in another thread, and waits until the thread is in it. */
static inline void begin_call(struct running_call *call, mwa_conversation *creation)
{
    call->creation = creation;
    call->has_ended = 0;
    CHECK(pthread_mutex_init(&call->lock, NULL) == 0);
    CHECK(pthread_create(&call->thread, NULL, step_slowly, call) == 0);
    wait_ms(300);
}

static inline int has_ended(struct running_call *call)
{
    int ended;

    pthread_mutex_lock(&call->lock);
    ended = call->has_ended;
    pthread_mutex_unlock(&call->lock);
    return ended;
}

/* Waits for the end of the call, which must have been cancelled. */
static inline void end_cancelled_call(struct running_call *call)
{
    CHECK(pthread_join(call->thread, NULL) == 0);
    CHECK(call->status == MWA_STATUS_FAILED && call->reason == MWA_REASON_CANCELLED);
}

#endif
