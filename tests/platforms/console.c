/* console COMMAND: runs a command that asks for a password on the console, presses Ctrl-C, and writes into the file "console"
 * whether the console's mode is afterwards what it was before. Needs a console, under Wine a terminal. */

#include <windows.h>

#include <stdio.h>

static BOOL WINAPI survive(DWORD event)
{
    return event == CTRL_C_EVENT;
}

static DWORD mode_of(HANDLE console)
{
    DWORD mode = 0;
    if (!GetConsoleMode(console, &mode)) {
        fprintf(stderr, "there is no console: %lu\n", GetLastError());
        ExitProcess(2);
    }
    return mode;
}

int main(int count, char **arguments)
{
    STARTUPINFOA startup = {0};
    FILE *report;
    PROCESS_INFORMATION process;
    DWORD before, during, after, status = 0;
    HANDLE console = CreateFileA("CONIN$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                                 OPEN_EXISTING, 0, NULL);

    if (count != 2)
        return 2;
    startup.cb = sizeof startup;
    before = during = mode_of(console);
    SetConsoleCtrlHandler(survive, TRUE);
    if (!CreateProcessA(NULL, arguments[1], NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process)) {
        fprintf(stderr, "the command cannot be started: %lu\n", GetLastError());
        return 2;
    }
    for (int tries = 0; tries < 600 && during == before; tries++) {
        Sleep(50);
        during = mode_of(console);
    }
    GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
    if (WaitForSingleObject(process.hProcess, 30000) != WAIT_OBJECT_0) {
        fprintf(stderr, "the command goes on after Ctrl-C\n");
        TerminateProcess(process.hProcess, 1);
        return 1;
    }
    GetExitCodeProcess(process.hProcess, &status);
    after = mode_of(console);
    /* Not on the console, which shows more than it is given. */
    report = fopen("console", "w");
    if (report == NULL)
        return 2;
    fprintf(report, "mode %#lx, %#lx while the command asks, %#lx after Ctrl-C; exit status %lu: %s\n", before, during, after,
            status, during == before ? "it did not ask" : after == before ? "is as before" : "differs");
    return fclose(report) != 0 || during == before || after != before;
}
