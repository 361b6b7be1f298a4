using Usher.Server.Cli;


return await UsherCommand.RunAsync(args);
