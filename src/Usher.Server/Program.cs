using System.Globalization;
using Usher.Server.Cli;

// What the process writes by itself is for machines and logs, whatever the environment says; pages name the culture of
// their reader.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
return await UsherCommand.RunAsync(args);
