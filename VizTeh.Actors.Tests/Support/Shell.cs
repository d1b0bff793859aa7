using System.Diagnostics;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Tests.Support;

/// <summary>Executes commands that the program advises, as an operator who is a superuser of the database server.</summary>
internal static class Shell
{
    /// <summary>
    /// Runs a command line with PostgreSQL's programs on the path, connected to the database unless the command names another.
    /// </summary>
    public static Task TypeAsync(string commandLine, PostgresDatabase database) => RunAsync(commandLine, database);

    /// <inheritdoc cref="TypeAsync"/>
    /// <returns>What it prints.</returns>
    public static async Task<string> RunAsync(string commandLine, PostgresDatabase database)
    {
        var start = new ProcessStartInfo("bash", ["-o", "pipefail", "-c", commandLine])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var binaries = Path.GetDirectoryName(PostgresBinaries.Find().PathTo("psql"));
        start.Environment["PATH"] = $"{binaries}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["PGHOST"] = database.Host;
        start.Environment["PGPORT"] = database.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = database.User;
        start.Environment["PGPASSWORD"] = database.Password;
        start.Environment["PGDATABASE"] = database.Name;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{commandLine}\n{await output}{await errors}");
        return await output;
    }
}
